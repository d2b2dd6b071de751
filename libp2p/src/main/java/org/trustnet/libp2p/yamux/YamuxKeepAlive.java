package org.trustnet.libp2p.yamux;

import org.trustnet.libp2p.WireException;

/**
 * Our echo requests: one every interval, whatever else arrives, since a peer that sends may still
 * not be reading. Pure.
 */
final class YamuxKeepAlive {
  private final long intervalNanos;
  private final long timeoutNanos;
  private long sentNanos;
  private int opaque;
  private boolean outstanding;
  private volatile long rttNanos = -1;

  YamuxKeepAlive(YamuxConfig.KeepAlive config, long nowNanos) {
    this.intervalNanos = config.interval().toNanos();
    this.timeoutNanos = config.timeout().toNanos();
    this.sentNanos = nowNanos;
  }

  /** When {@link #tick} has something to do next. */
  long nextNanos() {
    return sentNanos + (outstanding ? timeoutNanos : intervalNanos);
  }

  /**
   * Looks at the time.
   *
   * @return whether a request is to be sent now, with {@link #opaque}
   * @throws WireException if the answer is overdue
   */
  boolean tick(long nowNanos) {
    if (nowNanos - nextNanos() < 0) {
      return false;
    }
    if (outstanding) {
      throw WireException.connection(
          WireException.Code.TIMEOUT, "yamux: no answer to the keep-alive ping");
    }
    opaque++;
    sentNanos = nowNanos;
    outstanding = true;
    return true;
  }

  int opaque() {
    return opaque;
  }

  /** An answer came; one that we did not ask for is passed over, as go and rust do. */
  void answered(int value, long nowNanos) {
    if (outstanding && value == opaque) {
      outstanding = false;
      rttNanos = nowNanos - sentNanos;
    }
  }

  /** The last round trip, or -1 before there was one. On any thread. */
  long rttNanos() {
    return rttNanos;
  }
}
