package org.trustnet.ipns.blocks;

import org.trustnet.multiformats.Cid;

/** The source that asks one store and nobody else. */
public record StoredBlocks(BlockStore store) implements BlockSource {
  @Override
  public Block fetch(Cid cid) throws ContentException {
    return store.get(cid).orElseThrow(() -> new ContentException(new ContentFailure.NotFound(cid)));
  }
}
