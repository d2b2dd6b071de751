package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file larger than the whole memory of our node, both ways with a Kubo: neither {@code add} nor
 * {@code cat} may hold it. How long each step took is told when the test fails.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LargeFileInteropTest {
  private static final int BYTES = 50_000_000;

  /** Also the most memory outside of the heap that the virtual machine hands out. */
  private static final String[] LESS_MEMORY = {"-Xmx48m", "-XX:+ExitOnOutOfMemoryError"};

  @TempDir private Path folder;
  private final StringBuilder times = new StringBuilder();

  private interface Step<T> {
    T run() throws Exception;
  }

  private <T> T timed(String what, Step<T> step) throws Exception {
    long begun = System.nanoTime();
    try {
      return step.run();
    } finally {
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      times.append(what).append(": ").append(millis).append(" ms; ");
    }
  }

  private Path random(String name, int seed) throws IOException {
    Path file = folder.resolve(name);
    Random random = new Random(seed);
    byte[] piece = new byte[100_000];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int written = 0; written < BYTES; written += piece.length) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    return file;
  }

  private void same(Path sent, Path got) throws IOException {
    assertThat(Files.mismatch(sent, got)).as(times.toString()).isEqualTo(-1);
  }

  @Test
  void fiftyMegabytesGoBothWaysThroughANodeThatCouldNotHoldThem() throws Exception {
    try (OurProgram ours = new OurProgram(folder.resolve("repository")).start(LESS_MEMORY);
        KuboDaemon kubo = KuboDaemon.start(new KuboDaemon.Settings())) {
      kubo.ipfs("swarm", "connect", ours.address()).require();

      Path own = random("own", 1);
      String ownCid = timed("our add", () -> ours.run("add", "--quieter", own.toString()));
      Path atKubo = folder.resolve("own-at-kubo");
      timed("Kubo's get", () -> kubo.ipfs("get", "-o", atKubo.toString(), ownCid).require());
      same(own, atKubo);

      Path theirs = random("theirs", 2);
      String cid = timed("Kubo's add", () -> kubo.ipfs("add", "-Q", theirs.toString()).require());
      Path atOurs = folder.resolve("theirs-at-ours");
      same(theirs, timed("our cat", () -> ours.cat(cid.strip(), atOurs)));

      assertThat(ours.isRunning()).as(times.toString()).isTrue();
      assertThat(ours.shutdown()).as(times.toString()).isZero();
    }
  }
}
