package org.trustnet.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The processes that tests started: none outlives the tests, even when the test JVM is told to end.
 * What each says is kept in {@code target/interop-logs} until the next run.
 */
final class Children {
  private static final Duration GENTLE = Duration.ofSeconds(5);
  private static final Path LOGS = Path.of("target", "interop-logs");
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger COUNT = new AtomicInteger();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private Children() {}

  /** Starts a process whose end is looked after. */
  static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    RUNNING.add(process);
    process.onExit().thenAccept(RUNNING::remove);
    return process;
  }

  /** Where the output of a process is kept, by its program's name. */
  static Path log(String program) throws IOException {
    Files.createDirectories(LOGS);
    return LOGS.resolve(
        program + '-' + ProcessHandle.current().pid() + '-' + COUNT.incrementAndGet() + ".log");
  }

  /** Ends a process: asks, then insists. Returns when it is gone. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(GENTLE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
