package org.trustnet.ipns.blocks;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

/**
 * Holds blocks by their hash: version and codec of the CID asked with make no difference, and the
 * block comes back under that CID. What an identity CID carries is always there and never stored.
 * Every operation is safe on any thread and may block on a disk.
 */
public interface BlockStore {
  /**
   * The block, or empty. A block damaged on the disk is told and counts as absent; one that was
   * kept is kept again as soon as it is put, from wherever it comes.
   */
  Optional<Block> get(Cid cid);

  /** Length of the block's data in bytes, or empty. */
  OptionalLong size(Cid cid);

  default boolean has(Cid cid) {
    return size(cid).isPresent();
  }

  /**
   * Takes a block. With {@link Retention#KEPT} it is on the disk, synced, when this returns; a
   * cached block becomes kept, a kept one stays so.
   */
  PutOutcome put(Block block, Retention retention);

  /** How the block is held, or empty. */
  Optional<Retention> retention(Cid cid);

  /** Makes a kept block a cached one; false if it was not kept. */
  boolean release(Cid cid);

  /** Removes a block; false if it was not there. */
  boolean delete(Cid cid);

  StoreUsage usage();

  /** Shows the hash of every kept block; those that come or go meanwhile may be missed. */
  void forEachKept(Consumer<Multihash> visitor);
}
