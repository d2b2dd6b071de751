package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.demo.Story.StepFailed;

/**
 * Somebody who recorded the past replays it. Where the network can be asked, it knows better; where
 * the adversary is all that answers, what the newcomer has seen itself must do.
 */
final class ReplayActs {
  private static final String LABEL = "second";
  private static final String ROLLBACK = "rollback";

  private final Scene scene;
  private final Members members;
  private final Newcomer newcomer;
  private final NewcomerState seen;

  ReplayActs(Scene scene) {
    this.scene = scene;
    this.members = scene.members();
    this.newcomer = scene.newcomer();
    this.seen = scene.seen();
  }

  String replay() throws IOException, InterruptedException {
    return offered() + "\n" + alone();
  }

  /** The list it follows, with everybody there: offered by hand. */
  private String offered() throws IOException, InterruptedException {
    NewcomerState.Entry before = seen.entry();
    RpcCaller.Answer answer =
        newcomer.offer("name/put", List.of(scene.followed()), scene.recorded(1));
    if (answer.status() == 200) {
      throw new StepFailed("the older record was taken");
    }
    unchanged(before, seen.entry());
    return "by name put: %s; sequence %s stays in use"
        .formatted(answer.message(), seen.entry().used());
  }

  private static void unchanged(NewcomerState.Entry before, NewcomerState.Entry after) {
    if (!after.used().equals(before.used()) || !after.cid().equals(before.cid())) {
      throw new StepFailed("the older record was taken: " + after);
    }
  }

  /**
   * Another list, with nobody there but the adversary. The newcomer is a client of the DHT here: as
   * a server it is given the newer record to keep, and would find it with itself.
   */
  private String alone() throws IOException, InterruptedException {
    long killed = newcomer.kill();
    long pid = newcomer.start(Map.of(ConfigKeys.ROUTING_TYPE.variable(), "dhtclient"));
    String name = scene.name(2);
    NewcomerState.Entry followed = followsSecond(name);
    try (Member adversary = members.startApart("adversary")) {
      adversary.call("name/put", List.of(name), scene.recorded(2), "allow-offline=true");
      String peer = seen.peer();
      for (Member member : members.all()) {
        member.call("trust/block", List.of("/p2p/" + peer));
      }
      adversary.call("swarm/connect", List.of(seen.address()));
      scene.await(
          "the adversary is all that the newcomer reaches",
          () -> connected().equals(Set.of(adversary.peer())));
      refused(name);
      unchanged(followed, seen.entry(LABEL));
      for (Member member : members.all()) {
        member.call("trust/unblock", List.of("/p2p/" + peer), "yes=true");
      }
    }
    String refusal =
        seen.refusal(name, ROLLBACK)
            .orElseThrow(() -> new StepFailed("its log says nothing of a rollback"));
    newcomer.call("trust/rm", List.of(LABEL), "yes=true");
    scene.await("the listed nodes are held again", () -> seen.holds(scene.listedNow()));
    return """
    killed %d, started %d as a client of the DHT, given %s's list: sequence %s
    by an adversary, all others out of its reach: %s; sequence %s stays in use\
    """
        .formatted(
            killed, pid, members.publisher(2).name(), followed.used(), refusal, followed.used());
  }

  /** It adds the list of the second publisher once there is a newer one than was recorded. */
  private NewcomerState.Entry followsSecond(String name) throws IOException, InterruptedException {
    Lists.Published published =
        scene.publish(members.publisher(2), List.of(members.publisher(2), members.publisher(1)));
    newcomer.call("trust/add", List.of(name), "level=peer", "label=" + LABEL, "yes=true");
    String newest = published.sequence();
    scene.await("the newcomer has the second list", () -> seen.entry(LABEL).used().equals(newest));
    return seen.entry(LABEL);
  }

  private Set<String> connected() throws IOException, InterruptedException {
    return seen.links().stream().map(NewcomerState.Link::peer).collect(Collectors.toSet());
  }

  /** It asks for the newest record: the adversary must be heard before there is one to refuse. */
  private void refused(String name) throws IOException, InterruptedException {
    scene.await(
        "the newcomer refuses the older record",
        () -> {
          RpcCaller.Answer answer = newcomer.attempt("trust/refresh", List.of(LABEL));
          if (answer.status() == 200) {
            throw new StepFailed("what the adversary says of " + name + " was taken");
          }
          return seen.entry(LABEL).lastError().startsWith(ROLLBACK);
        });
  }
}
