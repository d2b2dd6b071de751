package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.trustnet.bootstrap.demo.Story.StepFailed;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.multiformats.Multiaddr;

/** A node in a process of its own, known only through its RPC. */
final class Newcomer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration STOP = Duration.ofSeconds(10);

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

  Path repository() {
    return repository;
  }

  /** Runs one command of the program to its end. */
  void command(String... arguments) throws IOException, InterruptedException {
    Process command = launch(arguments);
    if (!command.waitFor(START.toSeconds(), TimeUnit.SECONDS) || command.exitValue() != 0) {
      command.destroyForcibly();
      throw new StepFailed("trustnet " + arguments[0] + " failed: " + log());
    }
  }

  /**
   * Starts the node and waits until it is ready.
   *
   * @return its process ID
   */
  long start() throws IOException, InterruptedException {
    Files.deleteIfExists(repository.resolve("api")); // what a killed node left
    Process started = launch("run");
    process = Optional.of(started);
    Story.await(
        "the newcomer's RPC",
        START,
        nanos,
        () -> {
          if (!started.isAlive()) {
            throw new StepFailed("the newcomer ended by itself: " + log());
          }
          return Repository.apiAddress(repository).isPresent();
        });
    return started.pid();
  }

  private Process launch(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(program);
    line.add("--repo");
    line.add(repository.toString());
    line.addAll(List.of(arguments));
    Path log = logFile();
    return new ProcessBuilder(line)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private Path logFile() {
    return repository.resolveSibling(repository.getFileName() + ".log");
  }

  private String log() throws IOException {
    return Files.exists(logFile())
        ? Files.readAllLines(logFile()).stream().reduce((a, b) -> b).orElse("it said nothing")
        : "it said nothing";
  }

  /** Its RPC as it is now. */
  RpcCaller rpc() {
    return new RpcCaller(
        http,
        Multiaddr.parse(
            Repository.apiAddress(repository)
                .orElseThrow(() -> new StepFailed("the newcomer is not running"))),
        Repository.apiToken(repository));
  }

  /** Kills it with SIGKILL: it has no chance to write anything. */
  void kill() throws InterruptedException {
    Process running = process.orElseThrow(() -> new StepFailed("the newcomer is not running"));
    running.destroyForcibly();
    running.waitFor();
  }

  /** Ends it in order, or by force if it does not end. */
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
        });
  }
}
