package org.trustnet.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Our own program as users run it: a process on the class path of this test. Bounded in time. */
final class TrustnetProgram {
  private static final long SECONDS = 120;

  /** How a command ended. */
  record Result(int exit, String out) {
    String require() {
      if (exit != 0) {
        throw new AssertionError("exit code " + exit + ": " + out);
      }
      return out;
    }
  }

  private TrustnetProgram() {}

  /** The launcher's option for commands that are over soon. */
  private static final List<String> AS_THE_LAUNCHER = List.of("-XX:TieredStopAtLevel=1");

  static ProcessBuilder builder(String... arguments) {
    return java("org.trustnet.cli.Main", List.of(), arguments);
  }

  /** A program of these tests in a process of its own. */
  static ProcessBuilder java(Class<?> program, String... arguments) {
    return java(program.getName(), List.of(), arguments);
  }

  private static ProcessBuilder builder(List<String> jvm, String... arguments) {
    return java("org.trustnet.cli.Main", jvm, arguments);
  }

  private static ProcessBuilder java(String program, List<String> jvm, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:+UseSerialGC");
    line.add("-Xmx512m");
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("--sun-misc-unsafe-memory-access=allow");
    line.addAll(jvm);
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(program);
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }

  /** Runs a command on a repository to its end. */
  static Result run(Path repository, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--repo", repository.toString()));
    all.addAll(List.of(arguments));
    Path out = Files.createTempFile("trustnet-", ".out");
    try {
      ProcessBuilder builder = builder(AS_THE_LAUNCHER, all.toArray(String[]::new));
      int exit =
          exitCode(builder.redirectErrorStream(true).redirectOutput(out.toFile()), arguments);
      return new Result(exit, Files.readString(out));
    } finally {
      Files.deleteIfExists(out);
    }
  }

  /** Runs a command that must succeed, its output into a file. */
  static void into(Path file, Path repository, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--repo", repository.toString()));
    all.addAll(List.of(arguments));
    Path errors = Children.log("trustnet");
    ProcessBuilder builder = builder(all.toArray(String[]::new)).redirectError(errors.toFile());
    int exit = exitCode(builder.redirectOutput(file.toFile()), arguments);
    new Result(exit, Files.readString(errors)).require();
  }

  private static int exitCode(ProcessBuilder builder, String... arguments) throws Exception {
    Process process = Children.start(builder);
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      Children.end(process);
      throw new AssertionError(String.join(" ", arguments) + " took over " + SECONDS + " s");
    }
    return process.exitValue();
  }

  /**
   * Starts {@code run} on a repository and waits for its last line.
   *
   * @param options of {@code run}
   */
  static Process node(Path repository, String... options) throws IOException {
    return node(Children.log("trustnet"), List.of(), repository, options);
  }

  /**
   * The same.
   *
   * @param log what it says once it is ready
   * @param jvm options of the virtual machine, which win over the usual ones
   */
  static Process node(Path log, List<String> jvm, Path repository, String... options)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("--repo", repository.toString(), "run"));
    all.addAll(List.of(options));
    Process process =
        Children.start(builder(jvm, all.toArray(String[]::new)).redirectErrorStream(true));
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    ready
        .completeOnTimeout(false, SECONDS, TimeUnit.SECONDS)
        .thenAccept(inTime -> endUnless(inTime, process));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("trustnet is ready")) {
        ready.complete(true);
        Thread.ofVirtual().start(() -> keep(lines, log));
        return process;
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the node ended before it was ready: " + said);
  }

  private static void endUnless(boolean inTime, Process process) {
    if (!inTime) {
      process.destroyForcibly();
    }
  }

  /** Writes what it says later into a file, so that it never waits for a reader. */
  private static void keep(BufferedReader lines, Path log) {
    try (BufferedWriter out = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.append(line).append('\n').flush();
      }
    } catch (IOException e) {
      // it was ended while it spoke
    }
  }
}
