package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

  /** An entry that it follows. */
  record Entry(
      String state, String used, String cid, int nodes, String nextRefresh, String lastError) {}

  /** The entry that the story is about. */
  Entry entry() throws IOException, InterruptedException {
    return entry(LABEL);
  }

  Entry entry(String label) throws IOException, InterruptedException {
    JsonNode shown = newcomer.call("trust/show", List.of(label));
    return new Entry(
        shown.path("state").asString(""),
        shown.path("used").asString(""),
        shown.path("cid").asString(""),
        shown.path("nodes").size(),
        shown.path("next-refresh").asString(""),
        shown.path("last-error").asString(""));
  }

  String peer() throws IOException, InterruptedException {
    return newcomer.call("id", List.of()).path("ID").asString();
  }

  /** Where it listens, ending in {@code /p2p/ID}. */
  String address() throws IOException, InterruptedException {
    return newcomer.call("id", List.of()).path("Addresses").path(0).asString();
  }

  /**
   * How far it has come into the network.
   *
   * @param answered how many peers answered, by why they were asked
   */
  record Way(String state, Map<String, Long> answered) {
    boolean arrived() {
      return state.equals("bootstrapped");
    }

    /** How many of those answered that it contacted to bootstrap through them. */
    long byBootstrap() {
      return answered.getOrDefault("bootstrap", 0L);
    }

    /** How many of those answered that it contacts because trust says so. */
    long byTrust() {
      return answered.getOrDefault("startup", 0L) + byBootstrap();
    }

    @Override
    public String toString() {
      return "%s, contacts that answered: %s"
          .formatted(
              state,
              answered.entrySet().stream()
                  .map(source -> source.getValue() + " " + source.getKey())
                  .collect(Collectors.joining(", ")));
    }
  }

  Way way() throws IOException, InterruptedException {
    JsonNode told = newcomer.call("id", List.of()).path("Bootstrap");
    Map<String, Long> answered = new TreeMap<>();
    told.path("Contacts")
        .propertyStream()
        .filter(source -> source.getValue().has("answered"))
        .forEach(s -> answered.put(s.getKey(), s.getValue().path("answered").asLong()));
    return new Way(told.path("State").asString(), answered);
  }

  /** Who provides a block, as it finds them in the DHT. */
  Set<String> providers(String cid) throws IOException, InterruptedException {
    return newcomer.rows("routing/findprovs", List.of(cid)).stream()
        .flatMap(row -> row.path("Responses").valueStream())
        .map(peer -> peer.path("ID").asString())
        .collect(Collectors.toSet());
  }

  /** What it logged of records of a name that it refused for this reason; empty if nothing. */
  Optional<String> refusal(String ipnsName, String reason)
      throws IOException, InterruptedException {
    return newcomer.rows("trust/log", List.of(), "refusals=true").stream()
        .filter(row -> row.path("name").asString().equals(ipnsName))
        .filter(row -> row.path("reason").asString().equals(reason))
        .map(row -> reason + ": " + row.path("text").asString())
        .findFirst();
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

  /** The peers that it may bootstrap through. */
  Set<String> bootstrapPeers() throws IOException, InterruptedException {
    return newcomer
        .call("bootstrap/ls", List.of())
        .path("Sources")
        .propertyStream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
