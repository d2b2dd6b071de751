package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.testkit.crash.ClassArchive;
import org.trustnet.testkit.crash.CrashHarness;
import org.trustnet.testkit.crash.KillMoment;

/**
 * A refreshing process that is killed at any moment loses nothing and goes back nowhere. Most of
 * its time is the start of JVMs, each 0.7 s of a processor.
 */
@Timeout(1_200)
final class RefreshCrashTest {
  private static final int KILLS = 200;
  private static final int BETWEEN = 50;

  /** Processes at once, each with a database of its own. */
  private static final int LANES = 2;

  private static final int MOST_LINES = 24;
  private static final int MOST_SEEN = 8;

  @TempDir private Path folder;

  /**
   * Kills processes of one database one after the other.
   *
   * @return how many of them died between {@code seen} and the commit
   */
  private int lane(int number, ClassArchive classes) throws InterruptedException, IOException {
    Path scratch = Files.createDirectory(folder.resolve("lane-" + number));
    Path db = scratch.resolve("db");
    RefreshedDatabase.create(db);
    Random random = new Random(5_000 + number);
    CrashHarness harness = new CrashHarness(RefreshingProgram.class, scratch, classes);
    SurvivingState state = new SurvivingState();
    int between = 0;
    for (int kill = 0; kill < KILLS / LANES; kill++) {
      KillMoment moment =
          kill % 2 == 0
              ? KillMoment.after(1 + random.nextInt(MOST_SEEN), "seen ")
              : KillMoment.within(MOST_LINES, Duration.ofMillis(4), random);
      CrashHarness.Run run =
          harness.kill(moment, db.toString(), Integer.toString(random.nextInt()));
      assertThat(run.exit()).describedAs(run.errors()).isEqualTo(CrashHarness.Run.KILLED);
      try (RefreshedDatabase database = RefreshedDatabase.open(db)) {
        between += state.check(database, run.said()) == SurvivingState.Death.BETWEEN ? 1 : 0;
      }
    }
    assertThat(state.updates()).isGreaterThan(KILLS / LANES);
    return between;
  }

  /** What a process that comes to its end loads. */
  private ClassArchive classes() throws IOException {
    Path scratch = Files.createDirectory(folder.resolve("classes"));
    Path db = scratch.resolve("db");
    RefreshedDatabase.create(db);
    ClassArchive classes = ClassArchive.in(scratch);
    CrashHarness.Run run =
        new CrashHarness(RefreshingProgram.class, scratch, classes.filling())
            .finish(db.toString(), "0");
    assertThat(run.exit()).describedAs(run.errors()).isZero();
    return classes.filled();
  }

  @Test
  void nothingAcknowledgedIsLostAndNoSequenceGoesBackInTwoHundredKills() throws Exception {
    ClassArchive classes = classes();
    List<Callable<Integer>> lanes = new ArrayList<>();
    for (int number = 0; number < LANES; number++) {
      int lane = number;
      lanes.add(() -> lane(lane, classes));
    }
    int between = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> lane : threads.invokeAll(lanes)) {
        between += lane.get();
      }
    }
    assertThat(between)
        .describedAs("of %d kills, those between seen and the commit", KILLS)
        .isGreaterThanOrEqualTo(BETWEEN);
  }
}
