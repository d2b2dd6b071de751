package org.trustnet.ipns.blocks;

/** What became of a block that a store was asked to hold. */
public sealed interface PutOutcome {
  /** Whether the store holds the block now, as asked. */
  default boolean held() {
    return this instanceof Stored || this instanceof AlreadyStored;
  }

  /** It was new, or is held for longer than before. */
  record Stored() implements PutOutcome {}

  /** It was there, held at least as asked. */
  record AlreadyStored() implements PutOutcome {}

  /**
   * Nothing was written: the disk would be left with less than the reserve.
   *
   * @param freeBytes what the disk has left
   * @param reserveBytes what must be left to others
   */
  record DiskFull(long freeBytes, long reserveBytes) implements PutOutcome {}

  /** Nothing was written: the block alone is larger than the whole cache. */
  record CacheTooSmall(long cacheBytes) implements PutOutcome {}

  /** The disk failed; nothing of the block is visible. */
  record DiskFailed(String why) implements PutOutcome {}
}
