package org.trustnet.ipns.blocks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Multihash;

/**
 * Which blocks are cached, least recently used first, and who has to go for a new one. Pure;
 * guarded by the store that owns it.
 */
final class CacheIndex {
  /** A cached block: bytes of data, and the time its use was last written down (epoch millis). */
  record Entry(long bytes, long recordedMillis) {}

  private final LinkedHashMap<Multihash, Entry> byUse = new LinkedHashMap<>(16, 0.75f, true);
  private final long maxBytes;
  private final int maxBlocks;
  private long bytes;

  CacheIndex(long maxBytes, int maxBlocks) {
    this.maxBytes = maxBytes;
    this.maxBlocks = maxBlocks;
  }

  long bytes() {
    return bytes;
  }

  long maxBytes() {
    return maxBytes;
  }

  int blocks() {
    return byUse.size();
  }

  OptionalLong size(Multihash hash) {
    Entry entry = byUse.get(hash);
    return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.bytes());
  }

  /** Marks the block as used now; returns it as it was, or null if it is not cached. */
  @Nullable Entry use(Multihash hash) {
    return byUse.get(hash);
  }

  /** Adds the block as the most recently used one. */
  void add(Multihash hash, Entry entry) {
    remove(hash);
    byUse.put(hash, entry);
    bytes += entry.bytes();
  }

  boolean remove(Multihash hash) {
    Entry gone = byUse.remove(hash);
    if (gone != null) {
      bytes -= gone.bytes();
    }
    return gone != null;
  }

  /** Removes, and returns, as many of the least recently used as {@code incoming} bytes need. */
  List<Multihash> makeRoom(long incoming) {
    List<Multihash> evicted = new ArrayList<>();
    var oldest = byUse.entrySet().iterator();
    while (oldest.hasNext() && (bytes + incoming > maxBytes || byUse.size() >= maxBlocks)) {
      var entry = oldest.next();
      evicted.add(entry.getKey());
      bytes -= entry.getValue().bytes();
      oldest.remove();
    }
    return evicted;
  }
}
