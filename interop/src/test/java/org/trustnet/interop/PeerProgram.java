package org.trustnet.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.trustnet.libp2p.node.HostConfig;
import org.trustnet.multiformats.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the small programs on other people's stacks, see the README of this module: a line of JSON
 * for each command, a line of JSON for each answer or event. Every wait is bounded; {@link #close}
 * ends the process. An edge: another process, real time.
 */
final class PeerProgram implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration COMMAND = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MAX_SECONDS = 150;

  /** Whose stack. */
  enum Stack {
    GO,
    RUST,
    JS;

    String program() {
      return name().toLowerCase(Locale.ROOT) + "-peer";
    }
  }

  /** A command that the program said it could not do, with its reason. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String reason) {
      super(reason);
    }
  }

  /** A peer as the program tells it. */
  record Peer(String id, List<String> addresses) {}

  private final String name;
  private final Process process;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Path errors;
  private final Thread reader;

  private PeerProgram(String name, Process process, Path errors) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.reader = Thread.ofPlatform().daemon().name(name + "-lines").start(this::read);
  }

  /** Starts one that offers only the given security, and waits until it is ready. */
  static PeerProgram start(Stack stack, HostConfig.Security security, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--security", nameOf(security)));
    arguments.addAll(List.of("--max-seconds", String.valueOf(MAX_SECONDS)));
    if (stack == Stack.RUST) {
      arguments.addAll(List.of("--listen", "/ip4/127.0.0.1/tcp/" + portThatNobodyIsGiven()));
    }
    arguments.addAll(List.of(more));
    PeerProgram started = run(stack, arguments);
    try {
      started.event("ready", event -> true);
      return started;
    } catch (AssertionError e) {
      started.close();
      throw e;
    }
  }

  /**
   * A port below those that the system hands out: rust-libp2p dials from the port it listens on, of
   * all addresses, and fails when any connection was given the same.
   */
  private static int portThatNobodyIsGiven() {
    return OurNode.RANDOM.nextInt(12_000, 32_000);
  }

  /** Starts one with these arguments and nothing else; ends the test if it is not built. */
  static PeerProgram run(Stack stack, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(Peers.require(stack.program()).toString()));
    command.addAll(arguments);
    try {
      Path errors = Children.log(stack.program());
      return new PeerProgram(
          stack.program(),
          Children.start(new ProcessBuilder(command).redirectError(errors.toFile())),
          errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String nameOf(HostConfig.Security security) {
    return security.name().toLowerCase(Locale.ROOT);
  }

  /** Its peer ID. */
  String id() {
    return event("ready", event -> true).get("id").asString();
  }

  /** Where it listens, with its peer ID. */
  String address() {
    return event("ready", event -> true).get("addrs").get(0).asString();
  }

  /** Gives a command and waits for its answer. */
  JsonNode ask(String command, Object... fields) {
    int number = numbers.incrementAndGet();
    Map<String, Object> line = new HashMap<>(Map.of("n", number, "cmd", command));
    line.put("seconds", COMMAND.toSeconds() - 1);
    for (int i = 0; i < fields.length; i += 2) {
      line.put((String) fields[i], fields[i + 1]);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(number, answer);
    send(JSON.writeValueAsString(line) + '\n');
    JsonNode said = await(answer, command);
    if (!said.get("ok").asBoolean()) {
      throw new Refusal(name + ": " + command + ": " + said.path("error").asString(""));
    }
    return said;
  }

  /** As {@link #ask}, for commands that answer with peers. */
  List<Peer> peers(String command, Object... fields) {
    return ask(command, fields).get("peers").valueStream().map(PeerProgram::peer).toList();
  }

  /** Whether a peer is in its routing table. */
  boolean hasInTable(String peer) {
    return ask("table").get("peers").valueStream().anyMatch(id -> id.asString().equals(peer));
  }

  /** The first event of a kind that matches, past or to come. */
  JsonNode event(String kind, Predicate<JsonNode> matches) {
    CompletableFuture<JsonNode> found = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> look(kind, matches, found));
    return await(found, "event " + kind);
  }

  /** How many events of a kind that match there were so far. */
  int count(String kind, Predicate<JsonNode> matches) {
    return (int)
        events.stream()
            .filter(e -> e.path("event").asString("").equals(kind) && matches.test(e))
            .count();
  }

  /** The lists of bytes in commands and answers are base64. */
  static String base64(Bytes bytes) {
    return java.util.Base64.getEncoder().encodeToString(bytes.toArray());
  }

  static Bytes bytes(JsonNode text) {
    return Bytes.wrap(java.util.Base64.getDecoder().decode(text.asString()));
  }

  /** Waits until the program has ended by itself. */
  int exitCode(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " did not end within " + patience);
      }
      reader.join(PATIENCE.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits for an event of a kind for longer than usual. */
  JsonNode lateEvent(String kind, Duration patience) {
    CompletableFuture<JsonNode> found = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> look(kind, event -> true, found));
    return await(found, "event " + kind, patience);
  }

  private static Peer peer(JsonNode node) {
    return new Peer(
        node.get("id").asString(),
        node.path("addrs").valueStream().map(JsonNode::asString).toList());
  }

  private void look(String kind, Predicate<JsonNode> matches, CompletableFuture<JsonNode> found) {
    synchronized (events) {
      while (!found.isDone()) {
        for (JsonNode event : events) {
          if (event.path("event").asString("").equals(kind) && matches.test(event)) {
            found.complete(event);
            return;
          }
        }
        if (!reader.isAlive()) {
          found.completeExceptionally(new AssertionError(name + " ended: " + tail()));
          return;
        }
        try {
          events.wait(100);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private void send(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write(line.getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new AssertionError(name + " takes no commands: " + tail(), e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(JSON.readTree(line));
      }
    } catch (IOException e) {
      // the process was ended while it spoke
    }
    asked.values().forEach(a -> a.completeExceptionally(new AssertionError(name + " ended")));
  }

  private void take(JsonNode said) {
    if (!said.get("event").asString().equals("answer")) {
      synchronized (events) {
        events.add(said);
        events.notifyAll();
      }
      return;
    }
    CompletableFuture<JsonNode> waiting = asked.remove(said.get("n").asInt());
    if (waiting != null) {
      waiting.complete(said);
    }
  }

  private JsonNode await(CompletableFuture<JsonNode> answer, String what) {
    return await(answer, what, PATIENCE);
  }

  private JsonNode await(CompletableFuture<JsonNode> answer, String what, Duration patience) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(false);
      throw new AssertionError(
          name + ": no " + what + " within " + patience + "; it said " + tail(), e);
    }
  }

  private String tail() {
    try {
      String said = Files.exists(errors) ? Files.readString(errors) : "";
      return said.substring(Math.max(0, said.length() - 2_000)) + " events " + events;
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    Children.end(process);
  }
}
