package org.trustnet.testkit.sim;

import java.time.Duration;

/**
 * What a link does to a message.
 *
 * @param minLatency the shortest way from one end to the other, not negative
 * @param maxLatency the longest, not below the shortest; drawn evenly between both
 * @param loss the share of messages that never arrive, 0 to 1
 */
public record LinkProfile(Duration minLatency, Duration maxLatency, double loss) {
  /** Checks the ranges. */
  public LinkProfile {
    if (minLatency.isNegative() || maxLatency.compareTo(minLatency) < 0) {
      throw new IllegalArgumentException("latency from " + minLatency + " to " + maxLatency);
    }
    if (!(loss >= 0 && loss <= 1)) {
      throw new IllegalArgumentException("loss " + loss + " is not between 0 and 1");
    }
  }

  /** Always the same latency and nothing lost. */
  public static LinkProfile steady(Duration latency) {
    return new LinkProfile(latency, latency, 0);
  }

  /** The same latencies with this share lost. */
  public LinkProfile withLoss(double share) {
    return new LinkProfile(minLatency, maxLatency, share);
  }
}
