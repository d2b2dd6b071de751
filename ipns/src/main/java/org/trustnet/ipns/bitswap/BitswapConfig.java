package org.trustnet.ipns.bitswap;

import java.time.Duration;
import java.util.function.BiPredicate;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.PeerId;

/**
 * Settings.
 *
 * @param serves whether a peer gets a block that we hold
 * @param bytesPerSecond of blocks that one peer gets, averaged over a second
 * @param sendTimeout how long a peer may take to accept one message
 * @param idle how long an outbound stream stays open with nothing to send
 */
public record BitswapConfig(
    BiPredicate<PeerId, Cid> serves, long bytesPerSecond, Duration sendTimeout, Duration idle) {
  public BitswapConfig {
    if (bytesPerSecond < WantLedger.ANSWER) {
      throw new IllegalArgumentException(
          "bytesPerSecond " + bytesPerSecond + ", at least " + WantLedger.ANSWER);
    }
  }

  /** Serves by {@code serves}; 64 MiB a second to each peer. */
  public static BitswapConfig serving(BiPredicate<PeerId, Cid> serves) {
    return new BitswapConfig(serves, 64L << 20, Duration.ofSeconds(30), Duration.ofSeconds(10));
  }
}
