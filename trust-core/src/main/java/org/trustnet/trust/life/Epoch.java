package org.trustnet.trust.life;

import java.time.Duration;
import java.time.Instant;

/** Instants as milliseconds since 1970, saturating: what decisions compare, without allocating. */
public final class Epoch {
  private Epoch() {}

  /** Milliseconds since 1970; {@link Long#MAX_VALUE} or {@link Long#MIN_VALUE} if out of range. */
  public static long millis(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) {
      return instant.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  /** The sum, or {@link Instant#MAX} where there is none. */
  public static Instant plus(Instant instant, Duration duration) {
    return instant.isAfter(Instant.MAX.minus(duration)) ? Instant.MAX : instant.plus(duration);
  }
}
