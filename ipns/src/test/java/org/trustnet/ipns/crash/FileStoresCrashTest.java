package org.trustnet.ipns.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.testkit.crash.CrashHarness;
import org.trustnet.testkit.crash.KillMoment;

/** What the file stores acknowledged is there, whole, after their process was killed. */
@Timeout(120)
final class FileStoresCrashTest {
  private static final int KILLS = 12;

  @TempDir private Path folder;

  @Test
  void everyAcknowledgedBlockKeyAndRecordIsThereAndWholeAfterKills() throws IOException {
    Random random = new Random(815);
    CrashHarness harness = new CrashHarness(WritingProgram.class, folder);
    int number = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      CrashHarness.Run run =
          harness.kill(
              KillMoment.within(40, Duration.ofMillis(3), random),
              folder.toString(),
              Integer.toString(number));
      assertThat(run.exit()).describedAs(run.errors()).isEqualTo(CrashHarness.Run.KILLED);
      WritingProgram.Stores stores = WritingProgram.Stores.open(folder);
      int blocks = number(run.said(), "block ", number - 1);
      int keys = number(run.said(), "key ", number - 1);
      int records = number(run.said(), "record ", number - 1);
      for (int i = 1; i <= blocks; i++) {
        assertThat(stores.blocks().get(WritingProgram.block(i).cid()))
            .contains(WritingProgram.block(i));
      }
      assertThat(stores.blocks().usage().keptBlocks()).isBetween((long) blocks, blocks + 1L);
      assertThat(stores.wholeCached(blocks + 1))
          .as("the cache is full, no more and hardly less")
          .isBetween(
              Math.min(blocks - 1, WritingProgram.CACHED_BLOCKS - 1L),
              (long) WritingProgram.CACHED_BLOCKS);
      assertThat(stores.wholeKeys()).isBetween(keys, keys + 1);
      assertThat(stores.wholeRecord()).isBetween(records == 0 ? -1 : records, records + 1);
      number = blocks + 1;
      number = Math.min(number, Math.min(keys, records) + 1);
    }
    assertThat(number).isGreaterThan(KILLS);
  }

  private static int number(List<String> said, String prefix, int otherwise) {
    return said.reversed().stream()
        .filter(line -> line.startsWith(prefix))
        .findFirst()
        .map(line -> Integer.parseInt(line.substring(prefix.length())))
        .orElse(otherwise);
  }
}
