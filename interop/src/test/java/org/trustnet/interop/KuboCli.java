package org.trustnet.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.trustnet.multiformats.Bytes;

/** Runs Kubo's {@code ipfs} as a client; its output and its errors are kept apart. */
final class KuboCli {
  private static final Duration COMMAND = Duration.ofSeconds(60);

  private final Path program;
  private final Path folder;
  private final List<String> api;

  /**
   * @param folder where it may look for a repository, which it does not need
   * @param api the arguments that name the RPC
   */
  KuboCli(Path folder, List<String> api) {
    this.program = Peers.require("kubo");
    this.folder = folder;
    this.api = api;
  }

  /**
   * How a command ended.
   *
   * @param exit its exit code, -1 if it was stopped for taking too long
   */
  record Output(int exit, Bytes out, String err) {
    Bytes bytes() {
      if (exit != 0) {
        throw new AssertionError("exit code " + exit + ": " + err);
      }
      return out;
    }

    /** The text of a command that must have succeeded. */
    String text() {
      return bytes().toUtf8().strip();
    }
  }

  Output run(String... arguments) {
    return fed(Bytes.empty(), arguments);
  }

  /** Runs it with this on its standard input. */
  Output fed(Bytes input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(api);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("IPFS_PATH", folder.resolve("no-repository").toString());
    builder.environment().put("IPFS_TELEMETRY", "off");
    try {
      Path given = Files.createTempFile(folder, "stdin", "");
      Files.write(given, input.toArray());
      Process process = builder.redirectInput(given.toFile()).start();
      CompletableFuture<byte[]> out = read(process.getInputStream());
      CompletableFuture<byte[]> err = read(process.getErrorStream());
      boolean ended = process.waitFor(COMMAND.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return new Output(
          ended ? process.exitValue() : -1,
          Bytes.wrap(out.join()),
          new String(err.join(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static CompletableFuture<byte[]> read(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (in) {
            return in.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }
}
