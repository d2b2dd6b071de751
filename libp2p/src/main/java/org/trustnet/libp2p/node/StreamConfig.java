package org.trustnet.libp2p.node;

import java.time.Duration;

/**
 * How streams are opened and served.
 *
 * @param negotiation how long multistream-select may take on a stream; go-libp2p's value
 */
public record StreamConfig(Duration negotiation) {
  public static StreamConfig defaults() {
    return new StreamConfig(Duration.ofSeconds(10));
  }
}
