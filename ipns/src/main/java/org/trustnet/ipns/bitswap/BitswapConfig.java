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
 * @param maxWants most wants held of all peers together, at least {@link #LEAST_WANTS}
 * @param sendTimeout how long a peer may take to accept one message
 * @param idle how long an outbound stream stays open with nothing to send
 */
public record BitswapConfig(
    BiPredicate<PeerId, Cid> serves,
    long bytesPerSecond,
    int maxWants,
    Duration sendTimeout,
    Duration idle) {
  /** Most wants held of all peers, however large the heap. */
  public static final int MOST_WANTS = 100_000;

  /** Below this one peer's wants do not fit, those that wait taking half. */
  public static final int LEAST_WANTS = 2 * WantLedger.MAX_WANTS;

  /** What one want takes of the heap, about, in bytes: measured with CIDs of 36 bytes. */
  static final int WANT_BYTES = 256;

  public BitswapConfig {
    if (bytesPerSecond < WantLedger.ANSWER) {
      throw new IllegalArgumentException(
          "bytesPerSecond " + bytesPerSecond + ", at least " + WantLedger.ANSWER);
    }
    if (maxWants < LEAST_WANTS) {
      throw new IllegalArgumentException("maxWants " + maxWants + ", at least " + LEAST_WANTS);
    }
  }

  /**
   * Serves by {@code serves}; 64 MiB a second to each peer; wants take a sixteenth of the heap at
   * most.
   *
   * @param heapBytes how large the heap may grow
   */
  public static BitswapConfig serving(BiPredicate<PeerId, Cid> serves, long heapBytes) {
    int wants = Math.clamp(heapBytes / 16 / WANT_BYTES, LEAST_WANTS, MOST_WANTS);
    return new BitswapConfig(
        serves, 64L << 20, wants, Duration.ofSeconds(30), Duration.ofSeconds(10));
  }
}
