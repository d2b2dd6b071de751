package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.trustnet.bootstrap.demo.Story.StepFailed;

/** What was leant on goes away: the default nodes, the process itself, the trust in a list. */
final class LossActs {
  private final Scene scene;
  private final Members members;
  private final Newcomer newcomer;
  private final NewcomerState seen;

  LossActs(Scene scene) {
    this.scene = scene;
    this.members = scene.members();
    this.newcomer = scene.newcomer();
    this.seen = scene.seen();
  }

  String rejoin() throws IOException, InterruptedException {
    List<Member> defaults = List.of(members.first(), members.contact());
    scene.bootstrapsOnlyThrough(scene.listedNow());
    defaults.forEach(Member::close);
    long before = newcomer.kill();
    long begun = scene.nanos().getAsLong();
    long pid = newcomer.start();
    double ready = scene.since(begun);
    NewcomerState.Entry entry = seen.entry();
    scene.await("the newcomer holds the listed nodes again", () -> seen.holds(scene.listedNow()));
    double held = scene.since(begun);
    scene.await(
        "the newcomer is bootstrapped, and a listed node that it contacted has answered",
        () -> seen.way().arrived() && seen.way().byTrust() > 0);
    return """
    default nodes stopped: %s; killed %d, started %d
    from its database: state %s, sequence %s, %d nodes; ready after %.2f s
    rejoined after %.2f s through %s; %d connections, none to a default node
    %s\
    """
        .formatted(
            names(defaults),
            before,
            pid,
            entry.state(),
            entry.used(),
            entry.nodes(),
            ready,
            held,
            through(),
            connectionsBeside(defaults),
            seen.way());
  }

  private static String names(List<Member> members) {
    return members.stream().map(Member::name).collect(Collectors.joining(", "));
  }

  /** The listed nodes that it dialled, as it says itself. */
  private String through() throws IOException, InterruptedException {
    Set<String> dialled =
        seen.links().stream()
            .filter(NewcomerState.Link::dialled)
            .map(NewcomerState.Link::peer)
            .collect(Collectors.toSet());
    List<Member> reached =
        scene.listedNow().stream().filter(member -> dialled.contains(member.peer())).toList();
    if (reached.isEmpty()) {
      throw new StepFailed("it dialled none of the listed nodes");
    }
    return names(reached) + ", which it dialled";
  }

  private int connectionsBeside(List<Member> stopped) throws IOException, InterruptedException {
    List<NewcomerState.Link> links = seen.links();
    for (Member gone : stopped) {
      if (links.stream().anyMatch(link -> link.peer().equals(gone.peer()))) {
        throw new StepFailed("it is connected to " + gone.name() + ", which was stopped");
      }
    }
    return links.size();
  }

  String lower() throws IOException, InterruptedException {
    String peer = seen.peer();
    Map<Member, Set<String>> sockets = new HashMap<>();
    for (Member member : scene.listedNow()) {
      sockets.put(member, member.socketsOf(peer));
    }
    int open = sockets.values().stream().mapToInt(Set::size).sum();
    long begun = scene.nanos().getAsLong();
    newcomer.call("trust/level", List.of(NewcomerState.LABEL, "peer"));
    for (Map.Entry<Member, Set<String>> of : sockets.entrySet()) {
      scene.await(
          "the sockets of " + of.getKey().name() + " are closed",
          () -> stillOpen(of.getKey().socketsOf(peer), of.getValue()).isEmpty());
    }
    double closed = scene.since(begun);
    for (Member member : scene.listedNow()) {
      if (seen.mayHold(member)) {
        throw new StepFailed("it may still hold " + member.name());
      }
    }
    return "%d sockets closed at %s %.0f ms after the command; %d connections are left"
        .formatted(open, names(scene.listedNow()), closed * 1_000, seen.links().size());
  }

  private static Set<String> stillOpen(Set<String> now, Set<String> before) {
    Set<String> still = new HashSet<>(now);
    still.retainAll(before);
    return still;
  }
}
