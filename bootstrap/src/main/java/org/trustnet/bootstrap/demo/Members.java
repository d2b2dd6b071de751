package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.Node;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.bootstrap.repo.Repository;

/** The nodes in this process, and the part that each has in the story. */
final class Members implements AutoCloseable {
  /** Nodes that the story has parts for: the first, the publishers, a contact and one more. */
  static final int MIN = 6;

  /** How many of them publish a list. */
  static final int PUBLISHERS = 3;

  private final Path folder;
  private final int count;
  private final HttpClient http;
  private final Surroundings surroundings;
  private final List<Member> members = new ArrayList<>();

  /**
   * @param folder for their repositories
   * @param count how many there will be, {@link #MIN} or more
   */
  Members(Path folder, int count, HttpClient http, Surroundings surroundings) {
    if (count < MIN) {
      throw new IllegalArgumentException("at least " + MIN + " nodes");
    }
    this.folder = folder;
    this.count = count;
    this.http = http;
    this.surroundings = surroundings;
  }

  /** Makes a repository and starts the next node on it. */
  Member startNext() throws IOException {
    Member member = startApart(nameOf(members.size()));
    members.add(member);
    return member;
  }

  /** The same of a node that is none of them and knows nobody; the caller ends it. */
  Member startApart(String name) throws IOException {
    Path repository = folder.resolve(name);
    NewRepository.create(repository, Profile.TEST, surroundings);
    Node node = Node.start(repository, Map.of(), surroundings, line -> {});
    RpcCaller rpc = new RpcCaller(http, node.api(), Repository.apiToken(repository));
    return new Member(name, repository, node, rpc);
  }

  private static String nameOf(int index) {
    if (index == 0) {
      return "first";
    }
    return index <= PUBLISHERS ? "publisher-" + index : "node-" + index;
  }

  /** How many there are when all have started. */
  int count() {
    return count;
  }

  /** Those that have started, in their order. */
  List<Member> all() {
    return List.copyOf(members);
  }

  /** The one that stood alone, and that the others bootstrap through. */
  Member first() {
    return members.getFirst();
  }

  /**
   * @param number 1 to {@link #PUBLISHERS}
   */
  Member publisher(int number) {
    return members.get(number);
  }

  /** The one that the newcomer is told of. */
  Member contact() {
    return members.get(PUBLISHERS + 1);
  }

  /** One that only lists name. */
  Member last() {
    return members.get(count - 1);
  }

  /** Stops all that still run. */
  @Override
  public void close() {
    members.reversed().stream().filter(Member::isRunning).forEach(Member::close);
  }
}
