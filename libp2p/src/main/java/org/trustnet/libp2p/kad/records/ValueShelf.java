package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.trustnet.libp2p.kad.records.RecordStore.Outcome;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;

/** The values of a {@link MemoryRecordStore}, under its monitor. */
final class ValueShelf {
  private record Placed(KadKey place, StoredValue value) {
    long bytes() {
      return (long) value.key().length() + value.value().length();
    }
  }

  private final KadKey self;
  private final RecordLimits limits;
  private final RecordChanges changes;
  private final Map<Bytes, Placed> byKey = new HashMap<>();
  private final TreeMap<KadKey, Bytes> byDistance;
  private long bytes;

  ValueShelf(KadKey self, RecordLimits limits, RecordChanges changes) {
    this.self = self;
    this.limits = limits;
    this.changes = changes;
    this.byDistance = new TreeMap<>(self::compareDistance);
  }

  Optional<StoredValue> find(Bytes key, Instant now) {
    return Optional.ofNullable(byKey.get(key)).map(Placed::value).filter(v -> isFresh(v, now));
  }

  Outcome put(StoredValue value, Instant now) {
    Placed wanted = new Placed(KadKey.of(value.key()), value);
    if (!isFresh(value, now) || wanted.bytes() > limits.maxValueBytes()) {
      return Outcome.REFUSED;
    }
    Placed old = byKey.get(value.key());
    long more = wanted.bytes() - (old == null ? 0 : old.bytes());
    if (!makeRoom(wanted.place(), old == null ? 1 : 0, more)) {
      return Outcome.FULL;
    }
    byKey.put(value.key(), wanted);
    byDistance.put(wanted.place(), value.key());
    bytes += more;
    changes.stored(value);
    return Outcome.STORED;
  }

  int sweep(Instant now) {
    var old =
        byKey.values().stream()
            .map(Placed::value)
            .filter(value -> !isFresh(value, now))
            .map(StoredValue::key)
            .toList();
    old.forEach(this::drop);
    return old.size();
  }

  int count() {
    return byKey.size();
  }

  long bytes() {
    return bytes;
  }

  /** Drops the farthest values until there is room; false if what is wanted is farther itself. */
  private boolean makeRoom(KadKey wanted, int values, long more) {
    while (byKey.size() + values > limits.maxValues() || bytes + more > limits.maxValueBytes()) {
      KadKey farthest = byDistance.lastKey();
      if (self.compareDistance(wanted, farthest) >= 0) {
        return false;
      }
      drop(byDistance.lastEntry().getValue());
    }
    return true;
  }

  private void drop(Bytes key) {
    Placed gone = byKey.remove(key);
    if (gone != null) {
      byDistance.remove(gone.place());
      bytes -= gone.bytes();
      changes.valueGone(key);
    }
  }

  private boolean isFresh(StoredValue value, Instant now) {
    return RecordLimits.Ages.isYounger(value.received(), limits.ages().value(), now);
  }
}
