package org.trustnet.libp2p.kad.routing;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.trustnet.multiformats.Bytes;

/**
 * Which parts of the key space want a lookup, so that their buckets stay filled. A lookup for any
 * key of a bucket's range counts. Safe on any thread.
 */
public final class RefreshPlan {
  /** How often a bucket is looked after: gokad dht_options.go, RefreshInterval. */
  public static final Duration INTERVAL = Duration.ofMinutes(10);

  /**
   * The deepest bucket that is refreshed by a key of its own; go-libp2p-kbucket's bound. What is
   * nearer is found by the lookup of our own key. Finding a preimage takes 2^16 hashes there.
   */
  public static final int DEEPEST = 15;

  private static final int MAX_ATTEMPTS = 1 << 20;

  private final KadKey self;
  private final long intervalNanos;
  private final long[] doneNanos = new long[DEEPEST + 1];
  private final boolean[] done = new boolean[DEEPEST + 1];

  public RefreshPlan(KadKey self, Duration interval) {
    this.self = self;
    this.intervalNanos = interval.toNanos();
  }

  /**
   * The buckets that are due, the farthest first. It ends where all deeper buckets together hold no
   * more than k peers: the lookup of our own key, which its caller makes as often, finds those.
   */
  public synchronized List<Integer> due(TableSnapshot table, long now) {
    List<Integer> due = new ArrayList<>();
    int deeper = Integer.MAX_VALUE;
    for (int prefix = 0; prefix <= DEEPEST && deeper > RoutingTable.BUCKET_SIZE; prefix++) {
      deeper = (prefix == 0 ? table.size() : deeper) - table.sizeOf(prefix);
      if (!done[prefix] || now - doneNanos[prefix] >= intervalNanos) {
        due.add(prefix);
      }
    }
    return due;
  }

  /** Notes that a lookup for {@code target} was completed. */
  public synchronized void refreshed(KadKey target, long now) {
    int prefix = target.commonPrefix(self);
    if (prefix <= DEEPEST) {
      done[prefix] = true;
      doneNanos[prefix] = now;
    }
  }

  /** Forgets what was done: every bucket is due. */
  public synchronized void restart() {
    Arrays.fill(done, false);
  }

  /**
   * A key to look up: bytes in the form of a peer ID (sha2-256 multihash) whose place shares
   * exactly {@code prefix} bits with ours. FIND_NODE sends the bytes, not their hash, so they are
   * searched for.
   *
   * @param prefix 0 to {@link #DEEPEST}
   */
  public Bytes target(int prefix, RandomGenerator random) {
    MessageDigest digest = KadKey.sha256();
    byte[] id = new byte[34];
    random.nextBytes(id);
    id[0] = 0x12;
    id[1] = 0x20;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (KadKey.ofHash(digest.digest(id), 0).commonPrefix(self) == prefix) {
        return Bytes.wrap(id);
      }
      for (int i = 33; i >= 2 && ++id[i] == 0; i--) {
        // carry
      }
    }
    throw new IllegalStateException("no preimage for prefix " + prefix);
  }
}
