package org.trustnet.libp2p.transport;

import java.time.Duration;
import org.trustnet.libp2p.yamux.YamuxConfig;

/**
 * How connections are upgraded.
 *
 * @param timeout from the raw connection to the multiplexer; go-libp2p gives 15 seconds
 * @param yamux the multiplexer's limits
 */
public record UpgradeConfig(Duration timeout, YamuxConfig yamux) {
  public UpgradeConfig {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("the upgrade's timeout must be positive");
    }
  }

  public static UpgradeConfig defaults() {
    return new UpgradeConfig(Duration.ofSeconds(15), YamuxConfig.defaults());
  }
}
