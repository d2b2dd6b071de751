package org.trustnet.testkit.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program (a class with a {@code main} on the test class path) in a child JVM, and kills it
 * with SIGKILL. The program says with {@link Acknowledgements} what it has done. One thread.
 */
public final class CrashHarness {
  /** Longest life of a child: far above what one needs on a busy machine. */
  public static final Duration MAX_LIFE = Duration.ofSeconds(60);

  private static final List<String> JVM =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-Xmx192m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * What became of a child.
   *
   * @param said its lines, in order
   * @param exit 137 after SIGKILL; otherwise what it ended with
   * @param errors what it wrote to its standard error
   */
  public record Run(List<String> said, int exit, String errors) {
    /** What a shell reports of a process that SIGKILL ended: 128 + 9. */
    public static final int KILLED = 137;

    public Run {
      said = List.copyOf(said);
    }

    /** The last line; empty text if it said nothing. */
    public String last() {
      return said.isEmpty() ? "" : said.getLast();
    }
  }

  private final Class<?> program;
  private final Path scratch;
  private final ClassArchive classes;

  /**
   * @param program the class whose {@code main} runs
   * @param scratch a folder for the child's temporary files, which a killed child leaves behind
   */
  public CrashHarness(Class<?> program, Path scratch) {
    this(program, scratch, ClassArchive.none());
  }

  /**
   * @param classes what the children load
   */
  public CrashHarness(Class<?> program, Path scratch, ClassArchive classes) {
    this.program = program;
    this.scratch = scratch;
    this.classes = classes;
  }

  /** Runs the program until {@code moment}, or to its end if that comes first. */
  public Run kill(KillMoment moment, String... arguments) {
    return run(moment, arguments);
  }

  /** Runs the program to its end. */
  public Run finish(String... arguments) {
    return run(null, arguments);
  }

  private Run run(@Nullable KillMoment moment, String... arguments) {
    Path errors = scratch.resolve("stderr.txt");
    try {
      Process child =
          Guardian.watch(
              new ProcessBuilder(command(program, scratch, classes, arguments))
                  .redirectError(errors.toFile())
                  .start());
      CompletableFuture<Void> limit =
          CompletableFuture.runAsync(
              () -> kill(child),
              CompletableFuture.delayedExecutor(MAX_LIFE.toSeconds(), TimeUnit.SECONDS));
      try {
        List<String> said = listen(child, moment);
        return new Run(said, child.waitFor(), Files.readString(errors));
      } finally {
        kill(child);
        limit.cancel(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a child ran", e);
    }
  }

  static List<String> command(
      Class<?> program, Path scratch, ClassArchive classes, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("-Djava.io.tmpdir=" + scratch);
    command.addAll(classes.options());
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> listen(Process child, @Nullable KillMoment moment)
      throws IOException, InterruptedException {
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = child.inputReader()) {
      if (moment != null) {
        read(lines, said, moment.beginning(), moment.afterLines());
        if (!child.waitFor(moment.delay().toNanos(), TimeUnit.NANOSECONDS)) {
          kill(child);
        }
      }
      read(lines, said, "", Integer.MAX_VALUE);
    }
    return said;
  }

  /** Through the handle: {@link Process#destroyForcibly} would close what was not read yet. */
  private static void kill(Process child) {
    if (!child.toHandle().destroyForcibly() && child.isAlive()) {
      throw new IllegalStateException("process " + child.pid() + " cannot be killed");
    }
  }

  /** Reads until {@code until} more lines that begin with {@code beginning} were said. */
  private static void read(BufferedReader lines, List<String> said, String beginning, int until)
      throws IOException {
    int counted = 0;
    while (counted < until) {
      String line = lines.readLine();
      if (line == null) {
        return;
      }
      said.add(line);
      counted += line.startsWith(beginning) ? 1 : 0;
    }
  }
}
