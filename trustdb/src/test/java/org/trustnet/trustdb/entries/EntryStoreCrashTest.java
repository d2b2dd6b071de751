package org.trustnet.trustdb.entries;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.testkit.crash.CrashHarness;
import org.trustnet.testkit.crash.KillMoment;
import org.trustnet.trustdb.Database;

/** Processes that write into the trust database and are killed, or whose disk is full. */
@Timeout(150)
final class EntryStoreCrashTest {
  private static final int KILLS = 25;
  private static final int MOST_LINES = 60;

  @TempDir private Path folder;

  private CrashHarness harness(Class<?> program) {
    return new CrashHarness(program, folder);
  }

  @Test
  void everyAcknowledgedChangeIsThereAndWholeAfterKills() {
    Path db = folder.resolve("db");
    Random random = new Random(4_711);
    CrashHarness harness = harness(NumberedCommits.class);
    int done = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      CrashHarness.Run run =
          harness.kill(KillMoment.within(MOST_LINES, Duration.ofMillis(4), random), db.toString());
      assertThat(run.exit()).describedAs(run.errors()).isEqualTo(CrashHarness.Run.KILLED);
      int acknowledged = number(run.said(), "done ", done);
      int seen = number(run.said(), "seen ", acknowledged);
      try (Database database = NumberedCommits.open(db)) {
        RocksEntryStore store = new RocksEntryStore(database);
        done = NumberedCommits.state(store);
        assertThat(done).isBetween(acknowledged, acknowledged + 1);
        assertThat(NumberedCommits.floorOf(store)).isGreaterThanOrEqualTo(seen);
      }
    }
    assertThat(done).isGreaterThan(KILLS);
  }

  private static int number(List<String> said, String prefix, int otherwise) {
    return said.reversed().stream()
        .filter(line -> line.startsWith(prefix))
        .findFirst()
        .map(line -> Integer.parseInt(line.substring(prefix.length())))
        .orElse(otherwise);
  }

  @Test
  void aSecondProcessIsToldThatTheDatabaseIsOpen() {
    Path db = folder.resolve("db");
    try (Database database = NumberedCommits.open(db)) {
      CrashHarness.Run run = harness(NumberedCommits.class).finish(db.toString());
      assertThat(run.said()).isEmpty();
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.errors()).contains("is open in another process: stop that one first");
      assertThat(NumberedCommits.state(new RocksEntryStore(database))).isZero();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskRefusesTheWriteAndLosesNothing() {
    CrashHarness.Run run = harness(FullDiskProgram.class).finish(folder.resolve("db").toString());
    assertThat(run.exit()).describedAs(run.errors()).isZero();
    assertThat(run.last()).isEqualTo("refused " + FullDiskProgram.ROUNDS + " times");
  }
}
