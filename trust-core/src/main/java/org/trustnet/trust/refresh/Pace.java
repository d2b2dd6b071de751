package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts what may happen so many times a day, and how far apart. Times are trust time. */
final class Pace {
  private static final Duration DAY = Duration.ofDays(1);

  private final int aDay;
  private final Duration apart;
  private final Deque<Instant> times = new ArrayDeque<>();

  Pace(int aDay, Duration apart) {
    this.aDay = aDay;
    this.apart = apart;
  }

  /** How long to wait until the next may happen; zero if it may now. */
  Duration waiting(Instant now) {
    while (!times.isEmpty() && !times.getFirst().plus(DAY).isAfter(now)) {
      times.removeFirst();
    }
    if (times.isEmpty()) {
      return Duration.ZERO;
    }
    Instant next = times.getLast().plus(apart);
    if (times.size() >= aDay && times.getFirst().plus(DAY).isAfter(next)) {
      next = times.getFirst().plus(DAY);
    }
    return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
  }

  boolean allows(Instant now) {
    return waiting(now).isZero();
  }

  void happened(Instant now) {
    times.addLast(now);
    if (times.size() > aDay) {
      times.removeFirst();
    }
  }
}
