package org.trustnet.ipns.blocks;

/**
 * What a store holds.
 *
 * @param keptBlocks number of kept blocks
 * @param keptBytes their data
 * @param cachedBlocks number of cached blocks
 * @param cachedBytes their data
 * @param cacheMaxBytes most data that the cache may have
 */
public record StoreUsage(
    long keptBlocks, long keptBytes, long cachedBlocks, long cachedBytes, long cacheMaxBytes) {}
