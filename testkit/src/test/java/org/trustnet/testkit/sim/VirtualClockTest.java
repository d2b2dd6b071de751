package org.trustnet.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class VirtualClockTest {
  private final VirtualClock clock = VirtualClock.create();

  @Test
  void movesWallAndNanosTogether() {
    clock.advance(Duration.ofSeconds(90));
    assertThat(clock.nanos()).isEqualTo(90_000_000_000L);
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:01:30Z"));
  }

  @Test
  void letsTheWallJumpBackWhileNanosGoOn() {
    clock.advance(Duration.ofNanos(5));
    clock.jumpWallTo(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    clock.advance(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(clock.nanos()).isEqualTo(1_000_000_005L);
  }

  @Test
  void refusesToGoBack() {
    clock.advance(Duration.ofNanos(5));
    assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> clock.advanceTo(4));
    assertThat(clock.nanos()).isEqualTo(5);
  }
}
