package org.trustnet.testkit.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program in a child JVM that is talked to while it runs, and ended by signals. Killed at its
 * closing, after {@link #MAX_LIFE}, and when this JVM ends. One thread.
 */
public final class LiveProgram implements AutoCloseable {
  /** Longest life: a node that starts, works and stops while others keep the machine busy. */
  public static final Duration MAX_LIFE = Duration.ofMinutes(3);

  /** A shell has what it starts with {@code &} ignore SIGINT, and so would all below it. */
  private static final List<String> HEARS_SIGNALS = List.of("env", "--default-signal=INT");

  private final Process process;
  private final Path errors;
  private final List<String> said = new ArrayList<>();

  /** It can say nothing more: what it said before its end may come after its end. */
  private boolean silent;

  private final CompletableFuture<Void> limit;

  private LiveProgram(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.limit =
        CompletableFuture.runAsync(
            this::kill, CompletableFuture.delayedExecutor(MAX_LIFE.toSeconds(), TimeUnit.SECONDS));
    Thread.ofVirtual().name("listener").start(this::listen);
  }

  /**
   * Starts a program.
   *
   * @param program the class whose {@code main} runs
   * @param scratch a folder of its own for the child's temporary files and error output
   */
  public static LiveProgram start(Class<?> program, Path scratch, String... arguments) {
    return start(ClassArchive.none(), program, scratch, arguments);
  }

  /**
   * Starts a program.
   *
   * @param classes what it loads
   */
  public static LiveProgram start(
      ClassArchive classes, Class<?> program, Path scratch, String... arguments) {
    Path errors = scratch.resolve("stderr.txt");
    List<String> command = new ArrayList<>(HEARS_SIGNALS);
    command.addAll(CrashHarness.command(program, scratch, classes, arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      return new LiveProgram(Guardian.watch(builder.start()), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (said) {
          said.add(line);
          said.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (said) {
        silent = true;
        said.notifyAll();
      }
    }
  }

  /** Waits until it has said a line that begins with {@code beginning}, and returns the first. */
  public String awaitLine(String beginning) throws InterruptedException {
    synchronized (said) {
      while (true) {
        Optional<String> line = said.stream().filter(l -> l.startsWith(beginning)).findFirst();
        if (line.isPresent()) {
          return line.get();
        }
        if (silent) {
          throw new IllegalStateException("it ended without saying " + beginning + errors());
        }
        said.wait();
      }
    }
  }

  /** Sends a signal by its name, for example {@code TERM}. */
  public void signal(String name) throws InterruptedException {
    try {
      Process kill = new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("no signal " + name + " to " + process.pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it with SIGKILL. */
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Waits until it has ended.
   *
   * @return its exit code; above 128 after a signal
   * @throws IllegalStateException if it is still there after {@code patience}
   */
  public int awaitEnd(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("it is still there after " + patience + errors());
    }
    return process.exitValue();
  }

  /** What it wrote to its standard error. */
  public String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    process.onExit().join();
    limit.cancel(false);
  }
}
