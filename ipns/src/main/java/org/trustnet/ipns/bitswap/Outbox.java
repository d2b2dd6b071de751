package org.trustnet.ipns.bitswap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.trustnet.multiformats.Cid;

/**
 * What we want of one peer and have not told it yet; a newer word about a CID replaces the older.
 * Pure; one thread at a time.
 */
final class Outbox {
  /** Most wants that wait; a peer that does not take them off is asked for nothing more. */
  static final int MAX_WANTS = 1_024;

  /** Most wants in one message: about 40 bytes each, 16 KiB in all, as boxo. */
  static final int MESSAGE_WANTS = 384;

  private final LinkedHashMap<Cid, Want> wants = new LinkedHashMap<>();

  /**
   * Queues a want.
   *
   * @return false if the peer has too many waiting
   */
  boolean add(Want want) {
    if (wants.size() >= MAX_WANTS && !wants.containsKey(want.cid())) {
      return false;
    }
    wants.remove(want.cid());
    wants.put(want.cid(), want);
    return true;
  }

  boolean isEmpty() {
    return wants.isEmpty();
  }

  /** Takes the oldest wants off, as a message. */
  BitswapMessage drain() {
    List<Want> taken = new ArrayList<>();
    while (!wants.isEmpty() && taken.size() < MESSAGE_WANTS) {
      taken.add(wants.pollFirstEntry().getValue());
    }
    return new BitswapMessage(taken, BitswapMessage.Scope.CHANGE, List.of(), List.of(), List.of());
  }
}
