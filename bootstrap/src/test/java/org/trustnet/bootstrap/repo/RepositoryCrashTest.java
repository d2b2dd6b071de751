package org.trustnet.bootstrap.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.testkit.crash.CrashHarness;
import org.trustnet.testkit.crash.KillMoment;

/** A killed process leaves the old configuration or the new one, and no lock. */
@Timeout(120)
final class RepositoryCrashTest {
  private static final int KILLS = 8;

  @TempDir private Path folder;

  @Test
  void theConfigurationIsTheLastAcknowledgedOneOrTheNextAfterKills() {
    Path repository = folder.resolve("repository");
    Configured.make(repository, ConfigWritingProgram.config(0));
    Random random = new Random(99);
    CrashHarness harness = new CrashHarness(ConfigWritingProgram.class, folder);
    int written = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      CrashHarness.Run run =
          harness.kill(KillMoment.within(30, Duration.ofMillis(3), random), repository.toString());
      assertThat(run.exit()).describedAs(run.errors()).isEqualTo(CrashHarness.Run.KILLED);
      int acknowledged = run.said().isEmpty() ? written : Integer.parseInt(run.last());
      written = ConfigWritingProgram.written(repository);
      assertThat(written).isBetween(acknowledged, acknowledged + 1);
    }
    assertThat(written).isGreaterThan(KILLS);
  }
}
