package org.trustnet.libp2p.kad;

import java.util.LinkedHashMap;
import java.util.Map;
import org.trustnet.multiformats.PeerId;

/**
 * How much of something each peer may ask for: a bucket of {@code burst} tokens that fills by
 * {@code perSecond}. Of peers not seen for longest the bucket is forgotten, and with it at most one
 * burst. Safe on any thread. Times are nanoseconds of one monotonic clock.
 */
final class RateBudget {
  /** Peers whose buckets are kept: more than a node has connections. */
  static final int MAX_PEERS = 4_096;

  private static final double NANOS_PER_SECOND = 1e9;

  private static final class Tokens {
    double left;
    long atNanos;
  }

  private final double perSecond;
  private final double burst;
  private final LinkedHashMap<PeerId, Tokens> peers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, Tokens> eldest) {
          return size() > MAX_PEERS;
        }
      };

  RateBudget(double perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /** Takes one token; false if there is none. */
  synchronized boolean take(PeerId peer, long now) {
    Tokens tokens = peers.get(peer);
    if (tokens == null) {
      tokens = new Tokens();
      tokens.left = burst;
      peers.put(peer, tokens);
    } else {
      double gained = (now - tokens.atNanos) / NANOS_PER_SECOND * perSecond;
      tokens.left = Math.min(burst, tokens.left + gained);
    }
    tokens.atNanos = now;
    if (tokens.left < 1) {
      return false;
    }
    tokens.left--;
    return true;
  }

  synchronized int size() {
    return peers.size();
  }
}
