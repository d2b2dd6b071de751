package org.trustnet.trust.refresh;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to try again, and when to refresh: with jitter. Trust model, section 4. */
final class Backoff {
  static final Duration FIRST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofHours(6);
  private static final double JITTER = 0.1;

  private Backoff() {}

  /** The pause after the {@code failures}th failure in a row, from 1. */
  static Duration after(int failures, RandomGenerator random) {
    int doublings = Math.clamp(failures - 1L, 0, 9);
    Duration pause = FIRST.multipliedBy(1L << doublings);
    return jittered(pause.compareTo(LONGEST) > 0 ? LONGEST : pause, random);
  }

  /** {@code duration} and 0 to 10 % more. */
  static Duration jittered(Duration duration, RandomGenerator random) {
    return duration.plusMillis((long) (duration.toMillis() * JITTER * random.nextDouble()));
  }
}
