package org.trustnet.ipns.blocks;

import java.util.List;
import org.trustnet.multiformats.Cid;

/**
 * Where a reader takes blocks from. A source is made for one operation and knows its deadline; it
 * blocks, so readers run on virtual threads. An interrupt ends the wait with {@link
 * ContentFailure.Interrupted}, the thread's interrupt flag set.
 */
@FunctionalInterface
public interface BlockSource {
  /** Most CIDs told in one {@link #soon}. */
  int MAX_SOON = 32;

  /**
   * The block of {@code cid}.
   *
   * @throws ContentException if it cannot be had before the deadline
   */
  Block fetch(Cid cid) throws ContentException;

  /**
   * Tells which blocks will be asked for next, in order, at most {@link #MAX_SOON}; a source that
   * fetches from afar may begin. Never blocks.
   */
  default void soon(List<Cid> cids) {}
}
