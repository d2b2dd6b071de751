package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.demo.Story.StepFailed;
import org.trustnet.bootstrap.node.OpenRepository;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import tools.jackson.databind.JsonNode;

/** A node in a process of its own, known only through its RPC. */
final class Newcomer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  /** Shorter than what a user who broke the demonstration off would wait for. */
  private static final Duration STOP = Duration.ofSeconds(4);

  /** Between the end of a process's sockets and its own. */
  private static final Duration ENDING = Duration.ofSeconds(2);

  private final List<String> program;
  private final Path repository;
  private final HttpClient http;
  private final LongSupplier nanos;
  private Optional<Process> process = Optional.empty();

  /**
   * @param program the command line that runs this program, without arguments
   */
  Newcomer(List<String> program, Path repository, HttpClient http, LongSupplier nanos) {
    this.program = List.copyOf(program);
    this.repository = repository;
    this.http = http;
    this.nanos = nanos;
  }

  /**
   * Makes the repository if there is none, starts the node and waits until its RPC answers.
   *
   * @return its process ID
   */
  long start() throws IOException, InterruptedException {
    return start(Map.of());
  }

  /**
   * The same.
   *
   * @param environment variables that override its configuration for this run
   */
  long start(Map<String, String> environment) throws IOException, InterruptedException {
    Files.deleteIfExists(repository.resolve("api")); // what a killed node left
    Process started = launch(environment);
    process = Optional.of(started);
    Story.await(
        "the newcomer's RPC",
        START,
        nanos,
        () -> {
          checkAlive();
          return Repository.apiAddress(repository).isPresent();
        });
    return started.pid();
  }

  private Process launch(Map<String, String> environment) throws IOException {
    List<String> line = new ArrayList<>(program);
    line.addAll(List.of("--repo", repository.toString(), "run", "--profile", "test"));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    return builder
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
        .start();
  }

  private Path logFile() {
    return repository.resolveSibling(repository.getFileName() + ".log");
  }

  private void checkAlive() throws IOException {
    Process started = process.orElseThrow(() -> new StepFailed("the newcomer was not started"));
    if (!started.isAlive()) {
      throw new StepFailed(
          "the newcomer, process %d, ended with exit code %d; its last words: %s"
              .formatted(started.pid(), started.exitValue(), lastWords()));
    }
  }

  /** After a call that failed: a process that was killed closes its sockets before it is gone. */
  private void checkEnding() throws IOException, InterruptedException {
    if (process.isPresent() && process.get().waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)) {
      checkAlive();
    }
  }

  private String lastWords() throws IOException {
    return Files.exists(logFile())
        ? Files.readAllLines(logFile()).stream().reduce((a, b) -> b).orElse("none")
        : "none";
  }

  /** Calls an operation that must succeed. */
  JsonNode call(String path, List<String> arguments, String... options)
      throws IOException, InterruptedException {
    try {
      return rpc().call(RpcCaller.query(path, arguments, options)).good();
    } catch (IOException e) {
      checkEnding();
      throw e;
    }
  }

  /** The rows of the answer of an operation that must succeed. */
  List<JsonNode> rows(String path, List<String> arguments, String... options)
      throws IOException, InterruptedException {
    try {
      return rpc().call(RpcCaller.query(path, arguments, options)).goodRows();
    } catch (IOException e) {
      checkEnding();
      throw e;
    }
  }

  /** Calls an operation; what it answers may be a refusal. */
  RpcCaller.Answer attempt(String path, List<String> arguments)
      throws IOException, InterruptedException {
    try {
      return rpc().call(RpcCaller.query(path, arguments));
    } catch (IOException e) {
      checkEnding();
      throw e;
    }
  }

  /** Calls an operation with a file; what it answers may be a refusal. */
  RpcCaller.Answer offer(String path, List<String> arguments, Bytes file)
      throws IOException, InterruptedException {
    try {
      return rpc().callWithFile(RpcCaller.query(path, arguments), file);
    } catch (IOException e) {
      checkEnding();
      throw e;
    }
  }

  /** Its RPC as it is now. */
  private RpcCaller rpc() throws IOException {
    checkAlive();
    return new RpcCaller(http, api(), Repository.apiToken(repository));
  }

  private Multiaddr api() {
    return Multiaddr.parse(
        Repository.apiAddress(repository)
            .orElseThrow(() -> new StepFailed("the newcomer names no RPC")));
  }

  /**
   * Kills it with SIGKILL: it has no chance to write anything.
   *
   * @return its process ID
   */
  long kill() throws IOException, InterruptedException {
    checkAlive();
    Process running = process.orElseThrow();
    running.destroyForcibly().waitFor();
    return running.pid();
  }

  /** Empties its address book; it must not run. */
  void forgetPeers() {
    try (OpenRepository opened =
        OpenRepository.open(
            repository, "the demonstration", Map.of(), Surroundings.ofTheMachine())) {
      opened.forgetPeers();
    }
  }

  /** What another program needs to talk to it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    boolean running = process.filter(Process::isAlive).isPresent();
    json.put("name", "newcomer");
    process.ifPresent(started -> json.put("pid", started.pid()));
    json.put("running", running);
    if (running && Repository.apiAddress(repository).isPresent()) {
      json.put("API", api().toString());
      json.put("token", Repository.apiToken(repository));
    }
    return json;
  }

  /** Ends it in order, or by force if it does not end; it is gone when this returns. */
  @Override
  public void close() {
    process.ifPresent(
        running -> {
          running.destroy();
          try {
            if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
              running.destroyForcibly();
            }
          } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
          }
          running.onExit().join();
        });
  }

  /** Ends it at once. */
  void end() {
    process.ifPresent(Process::destroyForcibly);
  }
}
