package org.trustnet.libp2p.host.dial;

import java.time.Duration;

/**
 * How peers are dialled.
 *
 * @param addresses most addresses of a peer that are tried
 * @param parallel most attempts at once
 * @param total time for all attempts together, handshakes included
 * @param connect time until an attempt must be {@linkplain DialPlan#opened open}
 * @param publicStagger head start of the preferred address, public ones
 * @param privateStagger the same for addresses of a site or machine, which answer sooner
 * @param heardNames where names lead that the network told of
 */
public record DialConfig(
    int addresses,
    int parallel,
    Duration total,
    Duration connect,
    Duration publicStagger,
    Duration privateStagger,
    HeardNames heardNames) {
  /** Where names may lead that the network told of. */
  public enum HeardNames {
    /** To public addresses only. */
    PUBLIC,
    /** Anywhere: networks on one machine. */
    ANYWHERE
  }

  public DialConfig {
    if (addresses < 1 || parallel < 1 || !total.isPositive() || !connect.isPositive()) {
      throw new IllegalArgumentException("dial configuration out of range");
    }
    if (publicStagger.isNegative() || privateStagger.isNegative()) {
      throw new IllegalArgumentException("a negative delay between dials");
    }
  }

  public static DialConfig defaults() {
    return new DialConfig(
        64,
        8,
        Duration.ofSeconds(15),
        Duration.ofSeconds(5),
        Duration.ofMillis(250),
        Duration.ofMillis(30),
        HeardNames.PUBLIC);
  }

  public DialConfig withHeardNames(HeardNames names) {
    return new DialConfig(
        addresses, parallel, total, connect, publicStagger, privateStagger, names);
  }
}
