package org.trustnet.libp2p.yamux;

import org.trustnet.libp2p.WireException;

/**
 * What the peer may do that costs it little and us more: so much each second, then the connection
 * ends with a {@link WireException}. On the session's thread.
 */
final class PeerBudgets {
  private final RateBudget controlFrames;
  private final RateBudget pings;
  private final RateBudget resets;

  /** Inbound streams that we reset and that the peer was not yet charged for. */
  private int unchargedResets;

  PeerBudgets(YamuxConfig.Budgets limits, long nowNanos) {
    this.controlFrames = new RateBudget(limits.controlFrames(), nowNanos);
    this.pings = new RateBudget(limits.pings(), nowNanos);
    this.resets = new RateBudget(limits.resets(), nowNanos);
  }

  void controlFrame(long nowNanos) {
    charge(controlFrames, nowNanos, "frames without payload");
  }

  void ping(long nowNanos) {
    charge(pings, nowNanos, "pings");
  }

  /** The peer reset a stream that it had opened. */
  void reset(long nowNanos) {
    charge(resets, nowNanos, "resets");
  }

  /** The peer opened more streams than it may. */
  void refusedStream(long nowNanos) {
    charge(resets, nowNanos, "refused streams");
  }

  /** We reset a stream that the peer had opened; it is charged with the next one it opens. */
  void resetByUs() {
    unchargedResets++;
  }

  void chargeResetsByUs(long nowNanos) {
    for (; unchargedResets > 0; unchargedResets--) {
      charge(resets, nowNanos, "resets");
    }
  }

  private static void charge(RateBudget budget, long nowNanos, String what) {
    if (!budget.take(nowNanos)) {
      throw WireException.connection(WireException.Code.OVER_BUDGET, "yamux: too many " + what);
    }
  }
}
