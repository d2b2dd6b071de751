package org.trustnet.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class LiveProgramTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void whatAProgramSaidIsHeardAfterItsEndAndNothingElseIsWaitedFor() throws Exception {
    try (LiveProgram program = LiveProgram.start(SaysAndEnds.class, folder)) {
      assertThat(program.awaitEnd(PATIENCE)).isZero();
      assertThat(program.awaitLine("last")).isEqualTo("last words");
      assertThatThrownBy(() -> program.awaitLine("more"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("it ended without saying more");
    }
  }

  /** Says much and is gone. */
  static final class SaysAndEnds {
    private static final int MANY = 1_000;

    private SaysAndEnds() {}

    public static void main(String[] arguments) {
      Acknowledgements says = new Acknowledgements();
      for (int line = 0; line < MANY; line++) {
        says.say("line " + line);
      }
      says.say("last words");
    }
  }
}
