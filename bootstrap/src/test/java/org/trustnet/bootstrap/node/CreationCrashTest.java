package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.testkit.crash.CrashHarness;
import org.trustnet.testkit.crash.KillMoment;

/** A creation that was killed at any moment is finished by the next one, with the key it wrote. */
@Timeout(240)
final class CreationCrashTest {
  private static final int KILLS = 10;
  private static final Surroundings REAL = Surroundings.ofTheMachine();

  @TempDir private Path temp;

  @Test
  void whatWasBegunIsFinishedWithItsKeyAndWhatWasAcknowledgedIsThere() {
    Random random = new Random(4_711);
    CrashHarness harness = new CrashHarness(CreatingProgram.class, temp);
    for (int kill = 0; kill < KILLS; kill++) {
      String all = temp.resolve("kill-" + kill).toString();
      CrashHarness.Run run = harness.kill(KillMoment.within(4, Duration.ofMillis(60), random), all);
      assertThat(run.exit()).describedAs(run.errors()).isEqualTo(CrashHarness.Run.KILLED);
      for (int number = 0; number < run.said().size(); number++) {
        assertThat(opened(CreatingProgram.folder(all, number))).isEqualTo(run.said().get(number));
      }
      finished(CreatingProgram.folder(all, run.said().size()), run.said().size());
    }
  }

  private static void finished(Path folder, int number) {
    Path keystore = folder.resolve("keystore");
    String before =
        Files.exists(keystore.resolve("self")) ? Identity.read(keystore).peerId().toString() : "";
    String after =
        Repository.exists(folder)
            ? opened(folder)
            : NewRepository.create(folder, CreatingProgram.profile(number), REAL).toString();
    assertThat(after).startsWith(before);
    assertThat(opened(folder)).isEqualTo(after);
  }

  private static String opened(Path folder) {
    try (OpenRepository opened = OpenRepository.open(folder, "test", Map.of(), REAL)) {
      return opened.keyring().self().peerId().toString();
    }
  }
}
