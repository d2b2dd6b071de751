package org.trustnet.ipns.blocks;

/**
 * Sizes of a block store.
 *
 * @param cacheBytes most data of cached blocks, {@code Datastore.StorageMax}; 0 caches nothing
 * @param reserveBytes disk space that no write of ours may use up
 */
public record BlockStoreConfig(long cacheBytes, long reserveBytes) {
  /** 10 GB, as Kubo's {@code Datastore.StorageMax}. */
  public static final long DEFAULT_CACHE_BYTES = 10_000_000_000L;

  /** Enough for the trust database to write on for days after blocks are refused. */
  public static final long DEFAULT_RESERVE_BYTES = 128L << 20;

  public BlockStoreConfig {
    if (cacheBytes < 0 || reserveBytes < 0) {
      throw new IllegalArgumentException("negative size: " + cacheBytes + ", " + reserveBytes);
    }
  }

  public static BlockStoreConfig defaults() {
    return new BlockStoreConfig(DEFAULT_CACHE_BYTES, DEFAULT_RESERVE_BYTES);
  }
}
