package org.trustnet.libp2p.kad.query;

import java.time.Duration;

/**
 * How a lookup walks.
 *
 * @param k how many peers it looks for
 * @param alpha how many are asked at once
 * @param beta how many of the nearest must have answered before the walk ends and the rest of the
 *     nearest k are asked
 * @param attempts how often a peer among the nearest k is asked in all before it counts as gone
 * @param timeout how long one answer may take
 */
public record LookupConfig(int k, int alpha, int beta, int attempts, Duration timeout) {
  /** 20, 10, 3 and 10 s as the Amino DHT; three attempts, for an answer may be lost twice. */
  public static final LookupConfig AMINO = new LookupConfig(20, 10, 3, 3, Duration.ofSeconds(10));

  public LookupConfig {
    if (k < 1 || alpha < 1 || beta < 1 || beta > k || attempts < 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException("k, alpha, beta, attempts and time-out are at least 1");
    }
  }
}
