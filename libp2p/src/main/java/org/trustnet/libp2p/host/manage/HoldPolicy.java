package org.trustnet.libp2p.host.manage;

import java.time.Duration;

/**
 * When a lost or unreachable peer is dialled again: at once the first time, then after {@code
 * first} doubling to {@code longest}. A connection that lasted {@code stable} wipes the slate.
 * Pure.
 */
public record HoldPolicy(Duration first, Duration longest, Duration stable) {
  /** How much chance adds or takes: half of the delay in all. */
  private static final double SPREAD = 0.5;

  private static final int MAX_DOUBLINGS = 30;

  public HoldPolicy {
    if (!first.isPositive() || longest.compareTo(first) < 0 || stable.isNegative()) {
      throw new IllegalArgumentException("reconnect delays out of order");
    }
  }

  public static HoldPolicy defaults() {
    return new HoldPolicy(Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofMinutes(1));
  }

  /**
   * How long to wait.
   *
   * @param failures attempts that failed, and connections that did not last, in a row; from 1
   * @param jitter from 0 inclusive to 1 exclusive, by chance
   * @return three to five quarters of {@code first}·2^(failures-1), that bounded by {@code longest}
   */
  public long delayNanos(int failures, double jitter) {
    int doublings = Math.clamp(failures - 1L, 0, MAX_DOUBLINGS);
    double full = Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, doublings));
    return (long) (full * (1 - SPREAD / 2 + SPREAD * jitter));
  }

  /** The failures that count after a connection of this length ended. */
  public int failuresAfter(int failures, long connectedNanos) {
    return connectedNanos >= stable.toNanos() ? 1 : failures + 1;
  }
}
