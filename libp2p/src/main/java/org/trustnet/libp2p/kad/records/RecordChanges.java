package org.trustnet.libp2p.kad.records;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * Hears what changes in a {@link MemoryRecordStore}, to write it behind. Called in the order of the
 * changes, under the store's monitor and possibly on an event loop: notes the change and returns.
 * The note is bounded by itself: the last state per key is enough.
 */
public interface RecordChanges {
  /** A value was stored, or renewed. */
  default void stored(StoredValue value) {}

  /** A valid value came that is worse than the one kept, and changed nothing. On any thread. */
  default void outdone(Bytes key, Bytes value) {}

  /** A value is gone. */
  default void valueGone(Bytes key) {}

  /** An announcement was stored, or renewed. */
  default void stored(Bytes multihash, Provider provider) {}

  /** An announcement is gone. */
  default void providerGone(Bytes multihash, PeerId peer) {}

  /** Nobody listens. */
  static RecordChanges ignored() {
    return Ignored.INSTANCE;
  }

  /** Does nothing: for stores that live in memory only. */
  enum Ignored implements RecordChanges {
    INSTANCE
  }
}
