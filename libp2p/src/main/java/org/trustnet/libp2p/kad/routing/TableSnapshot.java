package org.trustnet.libp2p.kad.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;

/**
 * The routing table at one moment: a bucket per length of the prefix shared with our own key, each
 * as packed arrays. Immutable; any thread may read it. A change copies one bucket and the array of
 * buckets.
 */
public final class TableSnapshot {
  /** One bucket: {@code keys} has four words for each entry, in the order of {@code entries}. */
  private static final class Bucket {
    static final Bucket EMPTY = new Bucket(new TableEntry[0]);

    final TableEntry[] entries;
    final long[] keys;

    Bucket(TableEntry[] entries) {
      this.entries = entries;
      this.keys = new long[4 * entries.length];
      for (int i = 0; i < entries.length; i++) {
        KadKey key = entries[i].key();
        keys[4 * i] = key.w0();
        keys[4 * i + 1] = key.w1();
        keys[4 * i + 2] = key.w2();
        keys[4 * i + 3] = key.w3();
      }
    }

    void offerTo(Nearest nearest) {
      for (int i = 0; i < entries.length; i++) {
        nearest.offer(entries[i], keys, 4 * i);
      }
    }
  }

  private final KadKey self;
  private final Bucket[] buckets;
  private final int size;
  private final int deepest;

  private TableSnapshot(KadKey self, Bucket[] buckets, int size) {
    this.self = self;
    this.buckets = buckets;
    this.size = size;
    int last = KadKey.BITS - 1;
    while (last >= 0 && buckets[last].entries.length == 0) {
      last--;
    }
    this.deepest = last;
  }

  static TableSnapshot empty(KadKey self) {
    Bucket[] buckets = new Bucket[KadKey.BITS];
    Arrays.fill(buckets, Bucket.EMPTY);
    return new TableSnapshot(self, buckets, 0);
  }

  TableSnapshot with(int bucket, List<TableEntry> entries) {
    Bucket[] changed = buckets.clone();
    changed[bucket] =
        entries.isEmpty() ? Bucket.EMPTY : new Bucket(entries.toArray(TableEntry[]::new));
    return new TableSnapshot(self, changed, size - buckets[bucket].entries.length + entries.size());
  }

  /** Peers in the table. */
  public int size() {
    return size;
  }

  /** The longest prefix shared with any peer of the table; -1 if it is empty. */
  public int deepest() {
    return deepest;
  }

  /** Peers that share exactly {@code prefix} bits with us. */
  public int sizeOf(int prefix) {
    return buckets[prefix].entries.length;
  }

  /** The entries that share exactly {@code prefix} bits with us. */
  public List<TableEntry> bucket(int prefix) {
    return List.of(buckets[prefix].entries);
  }

  /** All entries, nearest bucket last. */
  public List<TableEntry> entries() {
    List<TableEntry> all = new ArrayList<>(size);
    for (Bucket bucket : buckets) {
      all.addAll(Arrays.asList(bucket.entries));
    }
    return all;
  }

  /** The entry of this peer. */
  public @Nullable TableEntry find(PeerId peer, KadKey key) {
    int prefix = key.commonPrefix(self);
    if (prefix < KadKey.BITS) {
      Bucket bucket = buckets[prefix];
      for (int i = 0; i < bucket.entries.length; i++) {
        if (bucket.keys[4 * i] == key.w0() && bucket.entries[i].id().equals(peer)) {
          return bucket.entries[i];
        }
      }
    }
    return null;
  }

  /**
   * Fills {@code out}, which was {@link Nearest#aim aimed}, with the entries nearest to its target.
   *
   * <p>With c bits shared by target and us, bucket c shares more than c with the target; all deeper
   * buckets share c; each shallower bucket i shares i. So whole buckets follow one another in
   * distance, and the search ends as soon as enough were seen.
   */
  public void nearest(Nearest out) {
    int shared = out.prefixWith(self);
    if (shared < KadKey.BITS) {
      buckets[shared].offerTo(out);
    }
    if (!out.isFull()) {
      for (int i = shared + 1; i <= deepest; i++) {
        buckets[i].offerTo(out);
      }
    }
    for (int i = Math.min(shared - 1, deepest); i >= 0 && !out.isFull(); i--) {
      buckets[i].offerTo(out);
    }
  }

  /** The {@code count} entries nearest to {@code target}, nearest first. */
  public List<TableEntry> nearest(KadKey target, int count) {
    Nearest buffer = new Nearest(count);
    nearest(buffer.aim(target, count));
    List<TableEntry> found = new ArrayList<>(buffer.size());
    for (int i = 0; i < buffer.size(); i++) {
      found.add(buffer.at(i));
    }
    return found;
  }
}
