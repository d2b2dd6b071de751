package org.trustnet.libp2p.kad.routing;

/**
 * A reusable buffer for the answers of {@link TableSnapshot#nearest}: the entries nearest to one
 * target, nearest first. Belongs to one thread; asking again overwrites it and allocates nothing.
 */
public final class Nearest {
  private final TableEntry[] entries;
  private final long[] distances;
  private int limit;
  private int size;
  private long t0;
  private long t1;
  private long t2;
  private long t3;

  /** A buffer for up to {@code capacity} entries. */
  public Nearest(int capacity) {
    entries = new TableEntry[capacity];
    distances = new long[4 * capacity];
    limit = capacity;
  }

  public int size() {
    return size;
  }

  /** The entry at {@code index}, 0 being the nearest. */
  public TableEntry at(int index) {
    java.util.Objects.checkIndex(index, size);
    return entries[index];
  }

  /** Whether the entry at {@code index} stands at the target itself. */
  public boolean isTarget(int index) {
    java.util.Objects.checkIndex(index, size);
    int d = 4 * index;
    return (distances[d] | distances[d + 1] | distances[d + 2] | distances[d + 3]) == 0;
  }

  /** Starts over for the target whose 32 bytes are in {@code hash}. */
  public Nearest aim(byte[] hash, int count) {
    return aim(
        KadKey.word(hash, 0),
        KadKey.word(hash, 8),
        KadKey.word(hash, 16),
        KadKey.word(hash, 24),
        count);
  }

  /** Starts over for {@code target}; at most {@code count} entries will be kept. */
  public Nearest aim(KadKey target, int count) {
    return aim(target.w0(), target.w1(), target.w2(), target.w3(), count);
  }

  private Nearest aim(long w0, long w1, long w2, long w3, int count) {
    t0 = w0;
    t1 = w1;
    t2 = w2;
    t3 = w3;
    size = 0;
    limit = Math.min(count, entries.length);
    return this;
  }

  int prefixWith(KadKey key) {
    return KadKey.leadingZeros(t0 ^ key.w0(), t1 ^ key.w1(), t2 ^ key.w2(), t3 ^ key.w3());
  }

  boolean isFull() {
    return size == limit;
  }

  /** Takes the entry in if it is among the nearest so far; its key's words stand at {@code at}. */
  void offer(TableEntry entry, long[] keys, int at) {
    long d0 = t0 ^ keys[at];
    long d1 = t1 ^ keys[at + 1];
    long d2 = t2 ^ keys[at + 2];
    long d3 = t3 ^ keys[at + 3];
    int slot = size;
    while (slot > 0 && isNearer(d0, d1, d2, d3, 4 * (slot - 1))) {
      slot--;
    }
    if (slot >= limit) {
      return;
    }
    int moved = (size < limit ? size++ : size - 1) - slot;
    System.arraycopy(entries, slot, entries, slot + 1, moved);
    System.arraycopy(distances, 4 * slot, distances, 4 * (slot + 1), 4 * moved);
    entries[slot] = entry;
    distances[4 * slot] = d0;
    distances[4 * slot + 1] = d1;
    distances[4 * slot + 2] = d2;
    distances[4 * slot + 3] = d3;
  }

  private boolean isNearer(long d0, long d1, long d2, long d3, int at) {
    if (d0 != distances[at]) {
      return Long.compareUnsigned(d0, distances[at]) < 0;
    }
    if (d1 != distances[at + 1]) {
      return Long.compareUnsigned(d1, distances[at + 1]) < 0;
    }
    return d2 != distances[at + 2]
        ? Long.compareUnsigned(d2, distances[at + 2]) < 0
        : Long.compareUnsigned(d3, distances[at + 3]) < 0;
  }
}
