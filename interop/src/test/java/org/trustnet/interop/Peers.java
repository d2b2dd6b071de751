package org.trustnet.interop;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Where the foreign programs are. They are built by {@code interop/peers}. */
final class Peers {
  private static final String SCRIPT = "peers";
  private static final long LOOK_UP_SECONDS = 20;

  private Peers() {}

  /**
   * The program, or the end of the test: skipped with one line, failed when {@code
   * TRUSTNET_REQUIRE_PEERS=1} is set.
   */
  static Path require(String name) {
    Path script = script();
    if (script != null) {
      String path = ask(script, name);
      if (!path.isEmpty() && Files.isExecutable(Path.of(path))) {
        return Path.of(path);
      }
    }
    String message = name + " is not built: run interop/peers " + name;
    if ("1".equals(System.getenv("TRUSTNET_REQUIRE_PEERS"))) {
      throw new AssertionError(message);
    }
    return abort(message);
  }

  private static Path script() {
    for (Path candidate : new Path[] {Path.of(SCRIPT), Path.of("interop", SCRIPT)}) {
      if (Files.isExecutable(candidate)) {
        return candidate.toAbsolutePath();
      }
    }
    return null;
  }

  private static String ask(Path script, String name) {
    try {
      Process process =
          new ProcessBuilder(script.toString(), "--path", name)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(LOOK_UP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      return process.exitValue() == 0 ? answer : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
