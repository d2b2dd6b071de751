package org.trustnet.ipns.blocks;

import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Cid;

/**
 * The source that asks a store first, then another source, whose blocks it leaves in the store. A
 * store that takes no more does not stop the reader, unless the blocks were to be kept.
 *
 * @param store asked first
 * @param origin asked for what the store does not have
 * @param retention how fetched blocks are held
 */
public record CachedBlocks(BlockStore store, BlockSource origin, Retention retention)
    implements BlockSource {
  @Override
  public Block fetch(Cid cid) throws ContentException {
    Optional<Block> held = store.get(cid);
    if (held.isPresent()) {
      if (retention == Retention.KEPT) {
        hold(held.get());
      }
      return held.get();
    }
    Block fetched = origin.fetch(cid);
    hold(fetched);
    return fetched;
  }

  @Override
  public void soon(List<Cid> cids) {
    origin.soon(cids.stream().filter(cid -> !store.has(cid)).toList());
  }

  private void hold(Block block) throws ContentException {
    PutOutcome outcome = store.put(block, retention);
    if (retention == Retention.KEPT && !outcome.held()) {
      throw new ContentException(new ContentFailure.NotStored(block.cid(), outcome));
    }
  }
}
