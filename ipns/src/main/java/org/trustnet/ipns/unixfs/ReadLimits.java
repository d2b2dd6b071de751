package org.trustnet.ipns.unixfs;

/**
 * How much one read may cost.
 *
 * @param maxDepth levels of a file's or a sharded directory's tree
 * @param maxBlocks blocks fetched
 * @param maxBytes length of the file
 */
public record ReadLimits(int maxDepth, long maxBlocks, long maxBytes) {
  /** A balanced tree with 174 links has 5 levels at 200 TB; trickle trees are deeper. */
  public static final int DEFAULT_DEPTH = 64;

  /** 4 TB of default chunks. */
  public static final long DEFAULT_BLOCKS = 1L << 24;

  public ReadLimits {
    if (maxDepth < 1 || maxBlocks < 1 || maxBytes < 0) {
      throw new IllegalArgumentException("limits " + maxDepth + ", " + maxBlocks + ", " + maxBytes);
    }
  }

  /** For content that the user asked for: bounded in shape, not in length. */
  public static ReadLimits defaults() {
    return new ReadLimits(DEFAULT_DEPTH, DEFAULT_BLOCKS, Long.MAX_VALUE);
  }

  /** The same shape, at most so much of it. */
  public ReadLimits atMost(long blocks, long bytes) {
    return new ReadLimits(maxDepth, blocks, bytes);
  }
}
