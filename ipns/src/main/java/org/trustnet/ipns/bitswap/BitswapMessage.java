package org.trustnet.ipns.bitswap;

import java.util.List;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.multiformats.Cid;

/**
 * One message, read and checked.
 *
 * @param wants entries of the wantlist
 * @param scope whether the wantlist replaces what was wanted before
 * @param blocks blocks, their hashes computed
 * @param have CIDs that the sender says it has
 * @param dontHave CIDs that the sender says it has not
 * @param refusedBlocks how many blocks were too large, or of a hash function that is not trusted
 */
public record BitswapMessage(
    List<Want> wants,
    Scope scope,
    List<Block> blocks,
    List<Cid> have,
    List<Cid> dontHave,
    int refusedBlocks) {
  /** What a wantlist is. */
  public enum Scope {
    /** Everything the sender wants. */
    FULL,
    /** What changed. */
    CHANGE
  }

  /** A message of ours. */
  BitswapMessage(
      List<Want> wants, Scope scope, List<Block> blocks, List<Cid> have, List<Cid> dontHave) {
    this(wants, scope, blocks, have, dontHave, 0);
  }

  public BitswapMessage {
    wants = List.copyOf(wants);
    blocks = List.copyOf(blocks);
    have = List.copyOf(have);
    dontHave = List.copyOf(dontHave);
  }

  public boolean isEmpty() {
    return wants.isEmpty() && blocks.isEmpty() && have.isEmpty() && dontHave.isEmpty();
  }
}
