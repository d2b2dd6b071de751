package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Our program on a repository of its own, of profile {@code test}: the node is one process, each
 * command another. {@link #close} ends the node.
 */
final class OurProgram implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Path repository;
  private final Path log = Children.log("trustnet");
  private Process node;

  /** Makes the repository. */
  OurProgram(Path repository) throws Exception {
    this.repository = repository;
    run("init", "--profile", "test");
  }

  /** Runs a command that must succeed; its output without the last line's end. */
  String run(String... arguments) throws Exception {
    return result(arguments).require().strip();
  }

  /** Runs a command to its end, whatever that is. */
  TrustnetProgram.Result result(String... arguments) throws Exception {
    return TrustnetProgram.run(repository, arguments);
  }

  /** Reads content into a file, which is returned. */
  Path cat(String cid, Path file) throws Exception {
    TrustnetProgram.into(file, repository, "cat", cid);
    return file;
  }

  /** Starts the node; {@code jvm} are options of its virtual machine. */
  OurProgram start(String... jvm) throws Exception {
    node = TrustnetProgram.node(log, List.of(jvm), repository);
    return this;
  }

  /** Where the node's peers reach it, with its peer ID. */
  String address() throws Exception {
    return run("swarm", "addrs", "local", "--id").lines().findFirst().orElseThrow();
  }

  /** Where the node keeps blocks. */
  Path blocks() {
    return repository.resolve("blocks");
  }

  /** Its process ID. */
  long pid() {
    return node.pid();
  }

  boolean isRunning() {
    return node.isAlive();
  }

  /** Waits until the node's log has a line with this word. */
  String logged(String word) throws Exception {
    return Eventually.value(() -> line(word), Optional::isPresent).orElseThrow();
  }

  private Optional<String> line(String word) throws IOException {
    if (!Files.exists(log)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(word)).findFirst();
    }
  }

  /** Takes the node away without a word. */
  void kill() throws InterruptedException {
    node.destroyForcibly().waitFor();
  }

  /** Asks the node to end; its exit code. */
  int shutdown() throws Exception {
    run("shutdown");
    assertThat(node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return node.exitValue();
  }

  @Override
  public void close() {
    if (node != null) {
      Children.end(node);
    }
  }
}
