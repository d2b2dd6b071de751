package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.util.List;
import org.trustnet.bootstrap.demo.Story.StepFailed;

/** The network comes to be: one node alone, the others through it, three lists. */
final class FoundingActs {
  /** Peers that each must find: more than the one that it was given. */
  private static final int PEERS = 4;

  private final Scene scene;
  private final Members members;

  FoundingActs(Scene scene) {
    this.scene = scene;
    this.members = scene.members();
  }

  String first() throws IOException, InterruptedException {
    Member first = members.startNext();
    int connections = first.connections();
    if (connections != 0) {
      throw new StepFailed("it has " + connections + " connections already");
    }
    return first.peer() + " at " + first.address() + ", 0 peers";
  }

  String others() throws IOException, InterruptedException {
    for (int i = 1; i < members.count(); i++) {
      members.startNext().call("bootstrap/add", List.of(members.first().address()), "yes=true");
    }
    int wanted = Math.min(PEERS, members.count() - 1);
    int ends = 0;
    for (Member member : members.all()) {
      scene.await(
          member.name() + " finds " + wanted + " peers", () -> member.connections() >= wanted);
      ends += member.connections();
    }
    return "%d nodes, each with %d peers or more, %d connections"
        .formatted(members.count(), wanted, ends / 2);
  }

  String publish() throws IOException, InterruptedException {
    StringBuilder told = new StringBuilder();
    for (int i = 1; i <= Members.PUBLISHERS; i++) {
      Member member = members.publisher(i);
      member.call("key/gen", List.of(Lists.KEY));
      List<Member> listed =
          List.of(member, members.publisher(i % Members.PUBLISHERS + 1), members.last());
      Lists.Published list = scene.publish(member, listed);
      scene.records().put(member.name(), members.last().record(list.name()));
      told.append(
          "%s → %s, %d nodes, announced to %s%n"
              .formatted(list.name(), list.value(), listed.size(), list.announced()));
    }
    return told.toString().strip();
  }
}
