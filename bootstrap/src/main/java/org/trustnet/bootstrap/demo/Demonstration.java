package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.demo.Story.StepFailed;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.Node;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Bytes;
import tools.jackson.databind.JsonNode;

/**
 * A newcomer finds the network through published trust. The nodes of the network are in this
 * process; the newcomer is a process of its own.
 */
public final class Demonstration implements AutoCloseable {
  /** Nodes that the story has parts for: the first, three publishers, a contact and one more. */
  public static final int MIN_NODES = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PUBLISHERS = 3;

  private final List<String> program;
  private final Path folder;
  private final Surroundings surroundings = Surroundings.ofTheMachine();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Member> members = new ArrayList<>();
  private final Consumer<String> out;
  private final int count;
  private final Newcomer newcomer;

  /** A node of the network in this process. */
  private record Member(String name, Node node, RpcCaller rpc, Path folder) {
    String address() {
      return node.addresses().getFirst().toString();
    }
  }

  /**
   * @param program the command line that runs this program, without arguments
   * @param folder an empty folder for the repositories
   * @param count nodes in this process
   * @param out hears the story line by line
   */
  public Demonstration(List<String> program, Path folder, int count, Consumer<String> out) {
    if (count < MIN_NODES) {
      throw new IllegalArgumentException("at least " + MIN_NODES + " nodes");
    }
    this.program = List.copyOf(program);
    this.folder = folder;
    this.count = count;
    this.out = out;
    this.newcomer =
        new Newcomer(this.program, folder.resolve("newcomer"), http, surroundings.nanos());
  }

  /** How it went: whether all steps did, the steps, what is left running. */
  public record Result(boolean ok, List<String> table, Map<String, Object> json) {}

  /** Tells the whole story, or up to the first step that fails. */
  public Result run() throws InterruptedException {
    Story story = new Story(out, surroundings.nanos());
    Plot plot = new Plot();
    boolean ok =
        story.tell("the first node stands alone", plot::first)
            && story.tell("others bootstrap through it", plot::others)
            && story.tell("three publishers publish their lists", plot::publish)
            && story.tell("a newcomer starts, knowing one key and one contact", plot::arrive)
            && story.tell(
                "it resolves the name, fetches the file, verifies and stores it", plot::fetch)
            && story.tell("it bootstraps through the listed nodes and holds them", plot::hold)
            && story.tell("the publisher changes the list and the newcomer follows", plot::follow)
            && story.tell("an older record is refused", plot::replay)
            && story.tell(
                "every default is gone, the newcomer is killed, and rejoins", plot::rejoin)
            && story.tell("a lowered entry loses its connections at once", plot::lower);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", ok);
    json.put("steps", story.json());
    json.put("nodes", members.stream().map(this::described).toList());
    json.put("lists", plot.lists);
    return new Result(ok && story.good(), story.table(), json);
  }

  private Map<String, Object> described(Member member) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", member.name());
    json.put("ID", member.node().peer().toString());
    json.put("Addresses", member.node().addresses().stream().map(Object::toString).toList());
    json.put("API", member.node().api().toString());
    json.put("token", Repository.apiToken(member.folder()));
    return json;
  }

  private Member start(String name) throws IOException {
    Path repository = folder.resolve(name);
    NewRepository.create(repository, Profile.TEST, surroundings);
    Node node = Node.start(repository, Map.of(), surroundings, line -> {});
    RpcCaller rpc = new RpcCaller(http, node.api(), Repository.apiToken(repository));
    Member member = new Member(name, node, rpc, repository);
    members.add(member);
    return member;
  }

  private static JsonNode good(RpcCaller.Answer answer) {
    if (answer.status() != 200) {
      throw new StepFailed(answer.message());
    }
    return answer.json();
  }

  private JsonNode newcomer(String path, List<String> arguments, String... options)
      throws IOException, InterruptedException {
    return good(newcomer.rpc().call(RpcCaller.query(path, arguments, options)));
  }

  private void await(String what, Story.Condition condition)
      throws IOException, InterruptedException {
    Story.await(what, PATIENCE, surroundings.nanos(), condition);
  }

  /** What is left running: each node's name, address, RPC and token; each list's name. */
  public List<String> addresses() {
    List<String> lines = new ArrayList<>();
    for (Member member : members) {
      lines.add(
          "%s  %s  RPC %s  token %s"
              .formatted(
                  member.name(),
                  member.address(),
                  member.node().api(),
                  Repository.apiToken(member.folder())));
    }
    return lines;
  }

  /** Ends the newcomer and all nodes, and removes their repositories. */
  @Override
  public void close() {
    newcomer.close();
    members.reversed().forEach(member -> member.node().close());
    http.close();
    Folders.remove(folder);
  }

  /** The steps and what one leaves to the next. */
  private final class Plot {
    private final Map<String, Object> lists = new LinkedHashMap<>();
    private String name = "";
    private Bytes olderRecord = Bytes.empty();
    private long pid;

    private Member member(int index) {
      return members.get(index);
    }

    private Member publisher() {
      return member(1);
    }

    private Member contact() {
      return member(PUBLISHERS + 1);
    }

    String first() throws IOException, InterruptedException {
      Member first = start("first");
      JsonNode peers = good(first.rpc().call("swarm/peers"));
      if (!peers.path("Peers").isEmpty()) {
        throw new StepFailed("it has " + peers.path("Peers").size() + " peers already");
      }
      return first.node().peer() + " at " + first.address() + ", 0 peers";
    }

    String others() throws IOException, InterruptedException {
      for (int i = 1; i < count; i++) {
        Member member = start(i <= PUBLISHERS ? "publisher-" + i : "node-" + i);
        good(
            member
                .rpc()
                .call(
                    RpcCaller.query(
                        "bootstrap/add", List.of(members.getFirst().address()), "yes=true")));
      }
      int wanted = Math.min(4, count - 1);
      for (Member member : members) {
        await(member.name() + " finds " + wanted + " peers", () -> peers(member.rpc()) >= wanted);
      }
      int connections = 0;
      for (Member member : members) {
        connections += peers(member.rpc());
      }
      return count
          + " nodes, each with "
          + wanted
          + " peers or more, "
          + connections / 2
          + " connections";
    }

    private int peers(RpcCaller rpc) throws IOException, InterruptedException {
      return good(rpc.call("swarm/peers")).path("Peers").size();
    }

    String publish() throws IOException, InterruptedException {
      StringBuilder told = new StringBuilder();
      for (int i = 1; i <= PUBLISHERS; i++) {
        Member member = member(i);
        good(member.rpc().call(RpcCaller.query("key/gen", List.of("list"))));
        JsonNode published = publish(member, TrustLists.of(member.name(), listed(i)));
        lists.put(member.name(), published.path("Name").asString());
        told.append(published.path("Name").asString())
            .append(" → ")
            .append(published.path("Value").asString())
            .append(", announced to ")
            .append(published.path("Announced").asString())
            .append('\n');
      }
      name = String.valueOf(lists.get(publisher().name()));
      olderRecord = publisher().rpc().call(RpcCaller.query("name/get", List.of(name))).body();
      return told.toString().strip();
    }

    /** The publisher lists itself and its two successors, the last ones wrapping around. */
    private List<Node> listed(int index) {
      return List.of(
          member(index).node(), member(index % PUBLISHERS + 1).node(), member(count - 1).node());
    }

    private JsonNode publish(Member member, Bytes file) throws IOException, InterruptedException {
      return good(
          member.rpc().callWithFile(RpcCaller.query("publish", List.of(), "key=list"), file));
    }

    String arrive() throws IOException, InterruptedException {
      newcomer.command("init", "--profile", "test");
      pid = newcomer.start();
      newcomer("bootstrap/add", List.of(contact().address()), "yes=true");
      newcomer(
          "trust/add", List.of(name), "level=advanced", "label=acme", "key=" + name, "yes=true");
      return "process " + pid + ", key " + name + ", contact " + contact().address();
    }

    String fetch() throws IOException, InterruptedException {
      await("the newcomer has the file", () -> entry().path("cid").asString("").length() > 0);
      JsonNode entry = entry();
      return "state "
          + entry.path("state").asString()
          + ", sequence "
          + entry.path("used").asString()
          + ", file "
          + entry.path("cid").asString();
    }

    private JsonNode entry() throws IOException, InterruptedException {
      return newcomer("trust/show", List.of("acme"));
    }

    String hold() throws IOException, InterruptedException {
      List<Node> nodes = listed(1);
      await("the listed nodes are held", () -> heldOf(nodes) == nodes.size());
      return nodes.size()
          + " listed nodes connected and held, "
          + peers(newcomer.rpc())
          + " connections";
    }

    /** How many of these nodes the newcomer is connected to and keeps. */
    private long heldOf(List<Node> nodes) throws IOException, InterruptedException {
      JsonNode peers = newcomer("swarm/peers", List.of(), "verbose=true").path("Peers");
      long held = 0;
      for (Node node : nodes) {
        for (JsonNode peer : peers) {
          boolean same = peer.path("Peer").asString().equals(node.peer().toString());
          if (same && !peer.path("KeptFor").isEmpty()) {
            held++;
            break;
          }
        }
      }
      return held;
    }

    String follow() throws IOException, InterruptedException {
      Node dropped = member(2).node();
      Node added = member(3).node();
      List<Node> now = List.of(publisher().node(), added, member(count - 1).node());
      JsonNode published = publish(publisher(), TrustLists.of(publisher().name(), now));
      newcomer("trust/refresh", List.of("acme"));
      await("the added node is held", () -> heldOf(List.of(added)) == 1);
      await("the dropped node is released", () -> heldOf(List.of(dropped)) == 0);
      return "sequence "
          + published.path("Sequence").asString()
          + ": "
          + added.peer()
          + " held, "
          + dropped.peer()
          + " released";
    }

    String replay() throws IOException, InterruptedException {
      String used = entry().path("used").asString();
      String cid = entry().path("cid").asString();
      RpcCaller.Answer answer =
          newcomer.rpc().callWithFile(RpcCaller.query("name/put", List.of(name)), olderRecord);
      JsonNode after = entry();
      if (answer.status() == 200
          || !after.path("used").asString().equals(used)
          || !after.path("cid").asString().equals(cid)) {
        throw new StepFailed("the older record was taken: " + answer.message());
      }
      return "refused: %s; sequence %s stays in use%s".formatted(answer.message(), used, logged());
    }

    /** What the newcomer's log says of refusals. */
    private String logged() throws IOException, InterruptedException {
      return newcomer
          .rpc()
          .call(RpcCaller.query("trust/log", List.of(), "refusals=true"))
          .rows()
          .stream()
          .map(row -> row.path("reason").asString(""))
          .filter(reason -> !reason.isEmpty())
          .findFirst()
          .map(reason -> ", logged as " + reason)
          .orElse("");
    }

    String rejoin() throws IOException, InterruptedException {
      members.getFirst().node().close();
      contact().node().close();
      newcomer.kill();
      long before = pid;
      long begun = surroundings.nanos().getAsLong();
      pid = newcomer.start();
      await("the newcomer is connected again", () -> peers(newcomer.rpc()) >= 3);
      double seconds = (surroundings.nanos().getAsLong() - begun) / 1e9;
      return "killed %d, started %d: %d connections %.2f s after the start"
          .formatted(before, pid, peers(newcomer.rpc()), seconds);
    }

    String lower() throws IOException, InterruptedException {
      List<Node> nodes = List.of(publisher().node(), member(3).node(), member(count - 1).node());
      await("the listed nodes are held again", () -> heldOf(nodes) == nodes.size());
      long begun = surroundings.nanos().getAsLong();
      newcomer("trust/level", List.of("acme", "peer"));
      await("none is held", () -> heldOf(nodes) == 0);
      return "%d connections released %.0f ms after the command"
          .formatted(nodes.size(), (surroundings.nanos().getAsLong() - begun) / 1e6);
    }
  }
}
