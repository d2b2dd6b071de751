package org.trustnet.bootstrap.demo;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.trustnet.bootstrap.clock.Surroundings;

/**
 * A newcomer finds the network through published trust. The nodes of the network are in this
 * process; the newcomer is a process of its own.
 */
public final class Demonstration implements AutoCloseable {
  /** Nodes that the story has parts for. */
  public static final int MIN_NODES = Members.MIN;

  private final Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Consumer<String> out;
  private final Members members;
  private final Newcomer newcomer;
  private final Scene scene;

  /**
   * @param program the command line that runs this program, without arguments
   * @param folder an empty folder for the repositories
   * @param count nodes in this process, {@link #MIN_NODES} or more
   * @param out hears the story line by line
   */
  public Demonstration(List<String> program, Path folder, int count, Consumer<String> out) {
    Surroundings surroundings = Surroundings.ofTheMachine();
    this.folder = folder;
    this.out = out;
    this.members = new Members(folder, count, http, surroundings);
    this.newcomer = new Newcomer(program, folder.resolve("newcomer"), http, surroundings.nanos());
    this.scene = new Scene(members, newcomer, surroundings.nanos());
  }

  /**
   * How it went.
   *
   * @param failure the step that failed and why; empty if all did what they should
   * @param table the steps with their seconds
   * @param json the steps, the nodes and the lists, for programs
   */
  public record Result(Optional<String> failure, List<String> table, Map<String, Object> json) {
    public boolean ok() {
      return failure.isEmpty();
    }
  }

  /**
   * Tells the whole story, or up to the first step that fails.
   *
   * @throws InterruptedException if it was broken off
   */
  public Result run() throws InterruptedException {
    Story story = new Story(out, scene.nanos());
    tell(story);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", story.failure().isEmpty());
    story.failure().ifPresent(failure -> json.put("failure", failure));
    json.put("steps", story.json());
    List<Map<String, Object>> nodes = new ArrayList<>();
    members.all().forEach(member -> nodes.add(member.json()));
    nodes.add(newcomer.json());
    json.put("nodes", nodes);
    Map<String, Object> lists = new LinkedHashMap<>();
    scene.lists().forEach((publisher, list) -> lists.put(publisher, list.json()));
    json.put("lists", lists);
    return new Result(story.failure(), story.table(), json);
  }

  private void tell(Story story) throws InterruptedException {
    FoundingActs founding = new FoundingActs(scene);
    TrustActs trust = new TrustActs(scene);
    ReplayActs replay = new ReplayActs(scene);
    LossActs loss = new LossActs(scene);
    var _ =
        story.tell("the first node stands alone", founding::first)
            && story.tell("others bootstrap through it", founding::others)
            && story.tell("three publishers publish their lists", founding::publish)
            && story.tell("a newcomer starts, knowing one key and one contact", trust::arrive)
            && story.tell(
                "it resolves the name, fetches the file, verifies and stores it", trust::fetch)
            && story.tell("it bootstraps through the listed nodes and holds them", trust::hold)
            && story.tell("the publisher changes the list and the newcomer follows", trust::follow)
            && story.tell("an older record is refused", replay::replay)
            && story.tell(
                "every default is gone, the newcomer is killed, and rejoins", loss::rejoin)
            && story.tell("a lowered entry loses its connections at once", loss::lower);
  }

  /** What is running: each node's name, address, RPC and token; each list's IPNS name. */
  public List<String> addresses() {
    List<String> lines = new ArrayList<>();
    for (Member member : members.all()) {
      if (member.isRunning()) {
        lines.add(line(member.json()));
      }
    }
    lines.add(line(newcomer.json()));
    scene
        .lists()
        .forEach(
            (publisher, list) ->
                lines.add("list of " + publisher + "  " + list.name() + " → " + list.value()));
    return lines;
  }

  private static String line(Map<String, Object> node) {
    StringBuilder line = new StringBuilder(String.valueOf(node.get("name")));
    if (node.get("Addresses") instanceof List<?> addresses) {
      line.append("  ").append(addresses.getFirst());
    }
    return line.append("  RPC ")
        .append(node.get("API"))
        .append("  token ")
        .append(node.get("token"))
        .toString();
  }

  /** Ends the newcomer at once, from any thread: for somebody who cannot wait for the rest. */
  public void endNewcomer() {
    newcomer.end();
  }

  /** Ends the newcomer and all nodes, and removes their repositories. */
  @Override
  public void close() {
    newcomer.close();
    members.close();
    http.close();
    Folders.remove(folder);
  }
}
