package org.trustnet.ipns.bitswap;

import java.util.LinkedHashSet;
import org.trustnet.multiformats.Multihash;

/**
 * What one peer was asked for and has not sent yet. A block of this list is honest even when nobody
 * wants it any more: it came late, another peer was faster, or it was small and came in place of
 * HAVE. Pure; one thread at a time.
 */
final class Asked {
  /** Most that are remembered; the oldest go first. */
  static final int MAX = 4_096;

  private final LinkedHashSet<Multihash> hashes = new LinkedHashSet<>();

  /** The peer is told of this want. */
  void add(Want want) {
    if (want.kind() == Want.Kind.CANCEL) {
      return;
    }
    if (!hashes.contains(want.cid().hash()) && hashes.size() == MAX) {
      hashes.removeFirst();
    }
    hashes.addLast(want.cid().hash());
  }

  /**
   * A block came from the peer.
   *
   * @return whether it was asked for, and not sent before
   */
  boolean answers(Multihash hash) {
    return hashes.remove(hash);
  }
}
