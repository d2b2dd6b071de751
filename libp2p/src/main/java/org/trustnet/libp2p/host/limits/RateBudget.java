package org.trustnet.libp2p.host.limits;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of something each may ask for: a bucket of {@code burst} tokens that fills by {@code
 * perSecond}. Of those not seen for longest the bucket is forgotten, and with it at most one burst.
 * Safe on any thread. Times are nanoseconds of one monotonic clock.
 *
 * @param <K> who asks: a peer, an address group, a connection
 */
public final class RateBudget<K> {
  /**
   * Buckets that are kept, each of about 200 bytes: more than a node has connections by default.
   */
  public static final int MAX_BUCKETS = 4_096;

  private static final double NANOS_PER_SECOND = 1e9;

  private static final class Tokens {
    double left;
    long atNanos;
  }

  private final double perSecond;
  private final double burst;
  private final LinkedHashMap<K, Tokens> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Tokens> eldest) {
          return size() > MAX_BUCKETS;
        }
      };

  public RateBudget(double perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /** Takes one token; false if there is none. */
  public synchronized boolean take(K who, long now) {
    Tokens tokens = buckets.get(who);
    if (tokens == null) {
      tokens = new Tokens();
      tokens.left = burst;
      buckets.put(who, tokens);
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
    return buckets.size();
  }
}
