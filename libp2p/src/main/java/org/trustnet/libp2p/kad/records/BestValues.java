package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;

/**
 * Stores a value unless a better one is there: of several that race, in whatever DHT of the store,
 * the best stays. Safe on any thread. May take as long as a signature check takes, without holding
 * anybody up: not for event loops.
 *
 * @param store where values are kept
 * @param validator says which value is better
 */
public record BestValues(RecordStore store, RecordValidator validator) {
  /** What became of an offered value. */
  public enum Outcome {
    STORED,
    /** A better one is there, which the store was told. */
    OUTDONE,
    /** The store has no room for it. */
    NO_ROOM
  }

  /**
   * Stores a value that was found valid, or the same again.
   *
   * @param now when it was received
   */
  public Outcome offer(Bytes key, Bytes value, Instant now) {
    StoredValue offered = new StoredValue(key, value, now);
    Optional<RecordStore.Outcome> stored;
    do { // another round only when somebody else has stored a value meanwhile
      Optional<StoredValue> kept = store.value(key, now);
      if (kept.filter(old -> old.outdoes(value, validator, now)).isPresent()) {
        store.outdone(key, value);
        return Outcome.OUTDONE;
      }
      stored = store.replace(kept, offered, now);
    } while (stored.isEmpty());
    return stored.get() == RecordStore.Outcome.STORED ? Outcome.STORED : Outcome.NO_ROOM;
  }
}
