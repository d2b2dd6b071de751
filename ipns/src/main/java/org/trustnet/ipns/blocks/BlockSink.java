package org.trustnet.ipns.blocks;

/** Where a writer puts the blocks it makes, children before parents. */
@FunctionalInterface
public interface BlockSink {
  /**
   * @throws ContentException if the block is refused: nothing more will be written
   */
  void accept(Block block) throws ContentException;

  /** Forgets every block: what {@code add --only-hash} does. */
  static BlockSink discarding() {
    return block -> {};
  }

  /** Writes to a store. */
  static BlockSink into(BlockStore store, Retention retention) {
    return block -> {
      PutOutcome outcome = store.put(block, retention);
      if (!outcome.held()) {
        throw new ContentException(new ContentFailure.NotStored(block.cid(), outcome));
      }
    };
  }
}
