package org.trustnet.bootstrap.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ForwardClockTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private Duration ran = Duration.ZERO;
  private Instant wall = BEGIN;
  private final ForwardClock clock = new ForwardClock(() -> wall, () -> 77 + ran.toNanos());

  private void passes(Duration time) {
    ran = ran.plus(time);
    wall = wall.plus(time);
  }

  @Test
  void goesOnWithTheDay() {
    assertThat(clock.instant()).isEqualTo(BEGIN);
    passes(Duration.ofHours(3));
    assertThat(clock.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(3)));
  }

  @Test
  void goesOnWhenTheDayIsSetBack() {
    wall = BEGIN.minus(YEAR);
    assertThat(clock.instant()).isEqualTo(BEGIN);
    passes(Duration.ofHours(3));
    assertThat(clock.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(3)));
  }

  @Test
  void countsWhatTheMachineSlept() {
    passes(Duration.ofHours(1));
    wall = wall.plus(Duration.ofDays(3));
    assertThat(clock.instant()).isEqualTo(BEGIN.plus(Duration.ofDays(3)).plusSeconds(3_600));
    passes(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(BEGIN.plus(Duration.ofDays(3)).plusSeconds(7_200));
  }

  @Test
  void isNotMovedByWhatAdjustsTheDay() {
    for (int minute = 0; minute < 100; minute++) {
      wall = BEGIN.plus(ran).plus(minute % 2 == 0 ? ForwardClock.TOLERANCE : Duration.ZERO);
      assertThat(clock.instant()).isEqualTo(BEGIN.plus(ran));
      ran = ran.plusSeconds(60);
    }
  }

  @Test
  void staysAheadWhenTheDayWasAheadAndIsPutRight() {
    wall = BEGIN.plus(YEAR);
    assertThat(clock.instant()).isEqualTo(BEGIN.plus(YEAR));
    wall = BEGIN;
    passes(Duration.ofHours(3));
    assertThat(clock.instant()).isEqualTo(BEGIN.plus(YEAR).plusSeconds(3 * 3_600));
  }
}
