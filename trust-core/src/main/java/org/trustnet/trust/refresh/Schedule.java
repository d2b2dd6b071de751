package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When an entry is refreshed next. Trust model, section 4. Only a lookup that ended puts the next
 * one off: who sends us records unasked, new ones, unreadable ones or any number of them, does not
 * keep us from asking the others. Times are trust time.
 */
final class Schedule {
  /** What led to the record or file that came, or did not. */
  enum Origin {
    LOOKED_UP,
    PUSHED
  }

  private final RandomGenerator random;
  private int failures;

  Schedule(RandomGenerator random) {
    this.random = random;
  }

  /**
   * After a file was committed or confirmed. While the file of a record with a reserved sequence
   * cannot be read, that is tried again no less often than after a failure.
   *
   * @param ttl of the record
   */
  Instant succeeded(Duration ttl, Origin origin, Known known, Instant now) {
    if (known.life().alarms().unread().isEmpty()) {
      failures = 0;
      return bounded(now.plus(Backoff.jittered(ttl, random)), origin, known, now);
    }
    Duration pause = Backoff.after(Math.max(1, failures), random);
    return bounded(now.plus(pause.compareTo(ttl) < 0 ? pause : ttl), origin, known, now);
  }

  /** After something could not be had or used: 1 min, doubling to 6 h. */
  Instant failed(Origin origin, Known known, Instant now) {
    failures++;
    return bounded(now.plus(Backoff.after(failures, random)), origin, known, now);
  }

  private static Instant bounded(Instant next, Origin origin, Known known, Instant now) {
    if (origin == Origin.LOOKED_UP) {
      return next;
    }
    Instant planned = known.life().nextRefresh().orElse(now);
    return planned.isBefore(next) ? planned : next;
  }

  /** How long until the refresh that is planned; zero for an entry that was never scheduled. */
  static Duration untilDue(Known known, Instant now) {
    return until(known.life().nextRefresh().orElse(now), now);
  }

  static Duration until(Instant next, Instant now) {
    return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
  }
}
