package org.trustnet.ipns.blocks;

/** How long a store holds a block. */
public enum Retention {
  /** Added, published or pinned: on disk before the write returns, and there until deleted. */
  KEPT,
  /** Fetched on the way: evicted when the cache is full, least recently used first. */
  CACHED
}
