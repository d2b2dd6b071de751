package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.trustnet.bootstrap.demo.Story.StepFailed;
import tools.jackson.databind.JsonNode;

/** The newcomer comes to know the network through one list, and follows it. */
final class TrustActs {
  /** Kademlia's k: with fewer nodes than these, everybody is given every record. */
  private static final int CLOSEST = 20;

  private final Scene scene;
  private final Members members;
  private final Newcomer newcomer;
  private final NewcomerState seen;

  TrustActs(Scene scene) {
    this.scene = scene;
    this.members = scene.members();
    this.newcomer = scene.newcomer();
    this.seen = scene.seen();
  }

  String arrive() throws IOException, InterruptedException {
    long begun = scene.nanos().getAsLong();
    long pid = newcomer.start();
    double ready = scene.since(begun);
    newcomer.call("swarm/connect", List.of(members.contact().address()));
    newcomer.call(
        "trust/add",
        List.of(scene.followed()),
        "level=trusted",
        "label=" + NewcomerState.LABEL,
        "key=" + scene.followed());
    return "process %d, ready after %.2f s, key %s, contact %s"
        .formatted(pid, ready, scene.followed(), members.contact().address());
  }

  String fetch() throws IOException, InterruptedException {
    scene.await("the newcomer has the file", () -> !seen.entry().cid().isEmpty());
    NewcomerState.Entry entry = seen.entry();
    return """
    state %s, sequence %s, file %s with %d nodes
    %s\
    """
        .formatted(entry.state(), entry.used(), entry.cid(), entry.nodes(), sources(entry.cid()));
  }

  /** Who has the record and the file: the publisher alone provides the file. */
  private String sources(String cid) throws IOException, InterruptedException {
    Member publisher = members.publisher(1);
    JsonNode record = publisher.call("publish/status", List.of(Lists.KEY));
    Set<String> providers = seen.providers(cid);
    if (!providers.equals(Set.of(publisher.peer()))) {
      throw new StepFailed("not the publisher alone provides the file, but " + providers);
    }
    int holding = record.path("Holding").asInt();
    if (holding == 0) {
      throw new StepFailed("none of the peers closest to the name holds its record");
    }
    return "the record from the DHT, where %d of the %d closest peers hold it; the file from %s"
        .formatted(holding, record.path("Closest").asInt(), publisher.name());
  }

  String hold() throws IOException, InterruptedException {
    List<Member> listed = scene.listedFirst();
    long before = newcomer.kill();
    newcomer.forgetPeers();
    long pid = newcomer.start();
    scene.bootstrapsOnlyThrough(listed);
    scene.await(
        "the newcomer is bootstrapped, and a listed node that it contacted for that has answered",
        () -> seen.way().arrived() && seen.way().byBootstrap() > 0);
    NewcomerState.Way way = seen.way();
    newcomer.call("trust/level", List.of(NewcomerState.LABEL, "advanced"), "yes=true");
    scene.await("the listed nodes are held", () -> seen.holds(listed));
    return """
    killed %d, its address book emptied, started %d: it knows the list, and nobody else
    %s
    raised to advanced: %d listed nodes connected and held, through no other it may bootstrap; %d \
    connections\
    """
        .formatted(before, pid, way, listed.size(), seen.links().size());
  }

  String follow() throws IOException, InterruptedException {
    List<Member> added = List.of(members.publisher(3));
    List<Member> dropped = List.of(members.publisher(2));
    NewcomerState.Entry before = seen.entry();
    long begun = scene.nanos().getAsLong();
    Lists.Published published = scene.publish(members.publisher(1), scene.listedNow());
    String how = "by the record that reached it, next look due " + before.nextRefresh();
    if (members.count() >= CLOSEST && seen.entry().used().equals(before.used())) {
      newcomer.call("trust/refresh", List.of(NewcomerState.LABEL));
      how = "asked by trust refresh: not everybody is given the record in so large a network";
    }
    scene.await("the added node is held", () -> seen.holds(added));
    scene.await("the dropped node is released", () -> !seen.holdsAny(dropped));
    return "sequence %s after %.2f s, %s: %s held, %s released"
        .formatted(
            published.sequence(),
            scene.since(begun),
            how,
            added.getFirst().name(),
            dropped.getFirst().name());
  }
}
