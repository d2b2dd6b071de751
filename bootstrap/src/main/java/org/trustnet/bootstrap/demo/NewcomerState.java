package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the newcomer says of itself: its RPC is the only source. */
final class NewcomerState {
  /** The label that it gives the entry it follows. */
  static final String LABEL = "acme";

  /** Why a connection is kept: what {@code swarm peers -v} calls it. */
  private static final String HELD = "hold-connection";

  /** How {@code swarm peers} writes that the node dialled. */
  private static final int OUTBOUND = 2;

  private final Newcomer newcomer;

  NewcomerState(Newcomer newcomer) {
    this.newcomer = newcomer;
  }

  /** A connection. */
  record Link(String peer, String address, boolean dialled, boolean held) {}

  /** The entry that it follows. */
  record Entry(String state, String used, String cid, int nodes, String nextRefresh) {}

  Entry entry() throws IOException, InterruptedException {
    JsonNode shown = newcomer.call("trust/show", List.of(LABEL));
    return new Entry(
        shown.path("state").asString(""),
        shown.path("used").asString(""),
        shown.path("cid").asString(""),
        shown.path("nodes").size(),
        shown.path("next-refresh").asString(""));
  }

  String peer() throws IOException, InterruptedException {
    return newcomer.call("id", List.of()).path("ID").asString();
  }

  List<Link> links() throws IOException, InterruptedException {
    List<Link> links = new ArrayList<>();
    for (JsonNode row : newcomer.call("swarm/peers", List.of(), "verbose=true").path("Peers")) {
      boolean held = row.path("KeptFor").valueStream().anyMatch(r -> r.asString().equals(HELD));
      links.add(
          new Link(
              row.path("Peer").asString(),
              row.path("Addr").asString(),
              row.path("Direction").asInt() == OUTBOUND,
              held));
    }
    return links;
  }

  /** Whether it is connected to every one of them and keeps the connection. */
  boolean holds(List<Member> members) throws IOException, InterruptedException {
    List<String> held = heldPeers();
    return members.stream().allMatch(member -> held.contains(member.peer()));
  }

  /** Whether it keeps a connection with one of them. */
  boolean holdsAny(List<Member> members) throws IOException, InterruptedException {
    List<String> held = heldPeers();
    return members.stream().anyMatch(member -> held.contains(member.peer()));
  }

  private List<String> heldPeers() throws IOException, InterruptedException {
    return links().stream().filter(Link::held).map(Link::peer).toList();
  }

  /** Whether trust allows it to hold a peer now. */
  boolean mayHold(Member member) throws IOException, InterruptedException {
    return newcomer.call("trust/explain", List.of(member.peer(), HELD)).path("allowed").asBoolean();
  }

  /** The peers that it may bootstrap through and no list names: it was given them by hand. */
  List<String> defaults() throws IOException, InterruptedException {
    return newcomer
        .call("bootstrap/ls", List.of())
        .path("Sources")
        .propertyStream()
        .filter(
            source -> source.getValue().valueStream().noneMatch(l -> l.asString().equals(LABEL)))
        .map(Map.Entry::getKey)
        .toList();
  }
}
