package org.trustnet.libp2p.ping;

import java.time.Duration;

/**
 * How pings are made and answered.
 *
 * @param openTimeout how long opening a stream may take
 * @param responderIdle how long an inbound stream may be silent; go-libp2p's limit
 */
public record PingConfig(Duration openTimeout, Duration responderIdle) {
  /** The protocol ID. */
  public static final String PROTOCOL = "/ipfs/ping/1.0.0";

  /** Bytes of one ping, ping.md. */
  public static final int PAYLOAD_BYTES = 32;

  /** Inbound ping streams of one peer: go-libp2p and js-libp2p allow two. */
  public static final int MAX_INBOUND_STREAMS_PER_PEER = 2;

  public PingConfig {
    if (openTimeout.isNegative() || responderIdle.isNegative() || responderIdle.isZero()) {
      throw new IllegalArgumentException("ping times are positive");
    }
  }

  public static PingConfig defaults() {
    return new PingConfig(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }
}
