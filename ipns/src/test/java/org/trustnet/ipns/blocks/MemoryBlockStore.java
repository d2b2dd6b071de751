package org.trustnet.ipns.blocks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

/**
 * The twin of {@link FileBlockStore} without a disk, for tests; it has a disk size to run out of.
 */
public final class MemoryBlockStore implements BlockStore {
  private final BlockStoreConfig config;
  private final CacheIndex cache;
  private final Map<Multihash, Bytes> kept = new HashMap<>();
  private final Map<Multihash, Bytes> cached = new HashMap<>();
  private long freeBytes;

  public MemoryBlockStore() {
    this(BlockStoreConfig.defaults(), Long.MAX_VALUE);
  }

  public MemoryBlockStore(BlockStoreConfig config, long freeBytes) {
    this.config = config;
    this.freeBytes = freeBytes;
    cache = new CacheIndex(config.cacheBytes(), FileBlockStore.MAX_CACHED_BLOCKS);
  }

  @Override
  public synchronized Optional<Block> get(Cid cid) {
    Optional<Block> inlined = Block.inlined(cid);
    if (inlined.isPresent()) {
      return inlined;
    }
    cache.use(cid.hash());
    Bytes data = kept.getOrDefault(cid.hash(), cached.getOrDefault(cid.hash(), null));
    return data == null ? Optional.empty() : Block.verified(cid, data);
  }

  @Override
  public synchronized OptionalLong size(Cid cid) {
    Optional<Block> block = get(cid);
    return block.isPresent() ? OptionalLong.of(block.get().data().length()) : OptionalLong.empty();
  }

  @Override
  public synchronized PutOutcome put(Block block, Retention retention) {
    Multihash hash = block.cid().hash();
    boolean held =
        kept.containsKey(hash) || retention == Retention.CACHED && cached.containsKey(hash);
    if (held || Block.inlined(block.cid()).isPresent()) {
      cache.use(hash);
      return new PutOutcome.AlreadyStored();
    }
    long bytes = block.data().length();
    if (retention == Retention.CACHED && bytes > config.cacheBytes()) {
      return new PutOutcome.CacheTooSmall(config.cacheBytes());
    }
    if (freeBytes - bytes < config.reserveBytes()) {
      return new PutOutcome.DiskFull(freeBytes, config.reserveBytes());
    }
    freeBytes -= bytes;
    if (retention == Retention.KEPT) {
      kept.put(hash, block.data());
      dropCached(hash);
    } else {
      cache(hash, block.data());
    }
    return new PutOutcome.Stored();
  }

  private void cache(Multihash hash, Bytes data) {
    for (Multihash evicted : cache.makeRoom(data.length())) {
      freeBytes += cached.remove(evicted).length();
    }
    cache.add(hash, new CacheIndex.Entry(data.length(), 0));
    cached.put(hash, data);
  }

  private boolean dropCached(Multihash hash) {
    Bytes gone = cached.remove(hash);
    if (gone != null) {
      freeBytes += gone.length();
    }
    return cache.remove(hash);
  }

  @Override
  public synchronized Optional<Retention> retention(Cid cid) {
    if (kept.containsKey(cid.hash())) {
      return Optional.of(Retention.KEPT);
    }
    return cached.containsKey(cid.hash()) ? Optional.of(Retention.CACHED) : Optional.empty();
  }

  @Override
  public synchronized boolean release(Cid cid) {
    Bytes data = kept.remove(cid.hash());
    if (data == null) {
      return false;
    }
    if (data.length() > config.cacheBytes()) {
      freeBytes += data.length();
    } else {
      cache(cid.hash(), data);
    }
    return true;
  }

  @Override
  public synchronized boolean delete(Cid cid) {
    Bytes gone = kept.remove(cid.hash());
    if (gone != null) {
      freeBytes += gone.length();
    }
    return dropCached(cid.hash()) || gone != null;
  }

  @Override
  public synchronized StoreUsage usage() {
    long bytes = kept.values().stream().mapToLong(Bytes::length).sum();
    return new StoreUsage(kept.size(), bytes, cache.blocks(), cache.bytes(), cache.maxBytes());
  }

  @Override
  public synchronized void forEachKept(Consumer<Multihash> visitor) {
    kept.keySet().forEach(visitor);
  }
}
