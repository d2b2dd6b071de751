package org.trustnet.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that moves only by hand; monotonic nanoseconds and wall time move together, and the wall
 * alone may jump, as an operator's clock does. May be read by any thread, moved by one.
 */
public final class VirtualClock implements InstantSource {
  /** Where the wall stands at first: an arbitrary round moment, the same in every run. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private volatile long nanos;
  private volatile Instant wallAtZero;

  private VirtualClock(Instant start) {
    this.wallAtZero = start;
  }

  /** A clock at {@link #START} and 0 ns. */
  public static VirtualClock create() {
    return new VirtualClock(START);
  }

  /** A clock whose wall shows this moment, at 0 ns. */
  public static VirtualClock at(Instant start) {
    return new VirtualClock(start);
  }

  /** Nanoseconds since this clock was made; never goes back. */
  public long nanos() {
    return nanos;
  }

  /** What the wall shows. */
  @Override
  public Instant instant() {
    return wallAtZero.plusNanos(nanos);
  }

  /**
   * Moves both forward.
   *
   * @throws IllegalArgumentException if the step is negative
   */
  public void advance(Duration step) {
    advanceTo(Math.addExact(nanos, step.toNanos()));
  }

  /**
   * Moves both forward to a point in monotonic time.
   *
   * @throws IllegalArgumentException if that point has passed
   */
  public void advanceTo(long newNanos) {
    if (newNanos < nanos) {
      throw new IllegalArgumentException("time cannot go from " + nanos + " to " + newNanos);
    }
    nanos = newNanos;
  }

  /** Sets the wall, forward or back; monotonic time does not notice. */
  public void jumpWallTo(Instant wall) {
    wallAtZero = wall.minusNanos(nanos);
  }
}
