package org.trustnet.bootstrap.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnheardTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Unheard<Integer> unheard = new Unheard<>();

  @Test
  void whatNobodyHeardIsTriedAtOnceAndOnlyOnceAtATime() {
    unheard.add(1);
    unheard.add(2);
    unheard.add(3);

    assertThat(unheard.take(2, START)).containsExactly(1, 2);
    assertThat(unheard.take(2, START)).containsExactly(3);
    assertThat(unheard.take(2, START.plusSeconds(3_600))).isEmpty();
  }

  @Test
  void whatSomebodyHeardIsDone() {
    unheard.add(1);
    assertThat(unheard.take(1, START)).containsExactly(1);

    unheard.heard(1);

    assertThat(unheard.isEmpty()).isTrue();
    assertThat(unheard.take(1, START.plusSeconds(3_600))).isEmpty();
  }

  @Test
  void attemptsThatReachNobodyAlthoughSomebodyIsThereComeFartherAndFartherApart() {
    unheard.add(1);
    Instant at = START;
    for (long pause : new long[] {10, 20, 40, 80, 160, 300, 300}) {
      assertThat(unheard.take(1, at)).containsExactly(1);
      unheard.failed(1, at);
      assertThat(unheard.take(1, at.plusSeconds(pause).minusMillis(1))).isEmpty();
      at = at.plusSeconds(pause);
    }
    assertThat(Unheard.LONGEST).isEqualTo(Duration.ofSeconds(300));
  }

  @Test
  void anAttemptWithNobodyThereCostsNoWaiting() {
    unheard.failed(1, START);
    unheard.add(1);

    assertThat(unheard.take(1, START)).containsExactly(1);
  }

  @Test
  void moreThanTheLimitAreNotTaken() {
    for (int i = 0; i < Unheard.MAX; i++) {
      assertThat(unheard.add(i)).isTrue();
    }

    assertThat(unheard.add(Unheard.MAX)).isFalse();
    assertThat(unheard.failed(Unheard.MAX, START)).isFalse();
    assertThat(unheard.add(7)).as("one that waits already").isTrue();
    assertThat(unheard.take(Integer.MAX_VALUE, START)).hasSize(Unheard.MAX);
  }
}
