package org.trustnet.libp2p.yamux;

/**
 * So many events a second, as many at once after a quiet second. Pure; survives the wrap of a
 * nanosecond clock.
 */
final class RateBudget {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final long costNanos;
  private long spentUntilNanos;

  RateBudget(int perSecond, long nowNanos) {
    this.costNanos = SECOND_NANOS / perSecond;
    this.spentUntilNanos = nowNanos;
  }

  /** Takes one event from the budget; false once it is spent. */
  boolean take(long nowNanos) {
    if (spentUntilNanos - nowNanos < 0) {
      spentUntilNanos = nowNanos;
    }
    if (spentUntilNanos + costNanos - nowNanos > SECOND_NANOS) {
      return false;
    }
    spentUntilNanos += costNanos;
    return true;
  }
}
