package org.trustnet.bootstrap.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock for plans: it goes on by the monotonic clock, and follows the wall clock only forward.
 * Set back, the wall clock holds nothing up; what it gains while the machine sleeps counts. Safe on
 * any thread.
 */
public final class ForwardClock implements InstantSource {
  /** By how much the two may differ: the wall clock is adjusted all the time. */
  static final Duration TOLERANCE = Duration.ofSeconds(1);

  private final InstantSource wall;
  private final LongSupplier nanos;
  private Instant last;
  private long lastNanos;

  /**
   * A clock that begins with the time of day.
   *
   * @param nanos monotonic, in nanoseconds
   */
  public ForwardClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.last = wall.instant();
    this.lastNanos = nanos.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long now = nanos.getAsLong();
    Instant gone = last.plusNanos(Math.max(0, now - lastNanos));
    Instant day = wall.instant();
    last = day.isAfter(gone.plus(TOLERANCE)) ? day : gone;
    lastNanos = now;
    return last;
  }
}
