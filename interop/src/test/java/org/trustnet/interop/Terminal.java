package org.trustnet.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A shell that is given one command after the other, as at a terminal. {@link #close} ends it with
 * all that it started.
 */
final class Terminal implements AutoCloseable {
  private static final long SECONDS = 60;

  private final Path folder;
  private final Process shell;
  private final BufferedWriter in;
  private final BufferedReader out;

  /**
   * What a command says, which may go on while it runs.
   *
   * @param exit its exit code; 0 while it runs
   */
  record Said(String command, int exit, Path file) {
    String out() throws IOException {
      return Files.exists(file) ? Files.readString(file) : "";
    }

    Said require() throws IOException {
      if (exit != 0) {
        throw new AssertionError(command + ": exit code " + exit + ": " + out());
      }
      return this;
    }
  }

  /**
   * @param program a folder with the launcher, where commands are given
   * @param kubo the program {@code ipfs}
   * @param folder for what is said
   */
  Terminal(Path program, Path kubo, Path folder) throws IOException {
    this.folder = folder;
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--norc").directory(program.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("TRUSTNET_") || name.startsWith("IPFS_"));
    environment.put("TRUSTNET_NO_AOT", "1");
    environment.put("PATH", kubo.getParent() + ":" + environment.get("PATH"));
    this.shell = Children.start(builder);
    this.in = shell.outputWriter(StandardCharsets.UTF_8);
    this.out = shell.inputReader(StandardCharsets.UTF_8);
  }

  /** Gives a command without waiting for its end. */
  Said begin(String command) throws IOException {
    Path file = Files.createTempFile(folder, "said", "");
    in.write("{ " + command + "\n} >'" + file + "' 2>&1; echo $?\n");
    in.flush();
    return new Said(command, 0, file);
  }

  /** Gives a command and waits until it has ended, or stands in the background. */
  Said run(String command) throws Exception {
    Said begun = begin(command);
    return new Said(command, awaitEnd(), begun.file());
  }

  /** The exit code of the command that was begun. */
  int awaitEnd() throws Exception {
    String code =
        CompletableFuture.supplyAsync(this::line, Thread::startVirtualThread)
            .get(SECONDS, TimeUnit.SECONDS);
    return Integer.parseInt(code);
  }

  private String line() {
    try {
      return String.valueOf(out.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the shell makes of a word, with what the commands before have set. */
  String expand(String word) throws Exception {
    return run("printf %s \"" + word + "\"").require().out();
  }

  @Override
  public void close() {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    Children.end(shell);
  }
}
