package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.trust.life.Epoch;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.refresh.Moment;

/** Trust time as this run moves it on. Safe on any thread; {@link #millis} on event loops. */
final class TrustClock {
  /** Trust time at one reading of the monotonic clock. */
  private record Reading(TrustTime time, long millis, long nanos) {}

  private final Surroundings surroundings;
  private volatile Reading reading;

  /**
   * A clock that goes on where the last run stopped.
   *
   * @param persisted what that run wrote last; empty in a new repository
   */
  TrustClock(Optional<TrustTime> persisted, Surroundings surroundings) {
    this.surroundings = surroundings;
    Instant wall = surroundings.wall().instant();
    TrustTime first =
        persisted
            .map(time -> time.step(Duration.ZERO, wall))
            .orElseGet(() -> TrustTime.startingAt(wall));
    this.reading = read(first, surroundings.nanos().getAsLong());
  }

  private static Reading read(TrustTime time, long nanos) {
    return new Reading(time, Epoch.millis(time.trust()), nanos);
  }

  /** Trust time, stepped to now. */
  synchronized TrustTime time() {
    long nanos = surroundings.nanos().getAsLong();
    Reading old = reading;
    TrustTime next =
        old.time.step(Duration.ofNanos(nanos - old.nanos), surroundings.wall().instant());
    reading = read(next, nanos);
    return next;
  }

  /** The wall clock was proven: trust time is this now. */
  synchronized void closed(TrustTime time) {
    reading = read(time, surroundings.nanos().getAsLong());
  }

  /** Now, by both clocks. */
  Moment moment() {
    return new Moment(time(), surroundings.wall().instant());
  }

  /** Trust time in milliseconds since 1970, as the monotonic clock moves it on. */
  long millis() {
    Reading last = reading;
    long ran = surroundings.nanos().getAsLong() - last.nanos;
    return last.millis + Math.max(0, ran) / 1_000_000;
  }

  long nanos() {
    return surroundings.nanos().getAsLong();
  }
}
