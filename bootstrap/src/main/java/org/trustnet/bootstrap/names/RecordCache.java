package org.trustnet.bootstrap.names;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.multiformats.PeerId;

/**
 * The best record seen of each name, for as long as its TTL and EOL allow. A record gives way only
 * to a better one, or to its time. Safe on any thread.
 */
final class RecordCache {
  /** Most names, of up to 10 KB each; the one not asked for longest goes first. */
  static final int MAX_NAMES = 1_024;

  private record Kept(IpnsRecord record, Instant until) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<PeerId, Kept> names = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The record, if it may still be used.
   *
   * @param now by the clock of {@link #offer}, which never goes back
   */
  Optional<IpnsRecord> find(PeerId name, Instant now) {
    lock.lock();
    try {
      Kept kept = names.get(name);
      if (kept == null) {
        return Optional.empty();
      }
      if (kept.until().isAfter(now)) {
        return Optional.of(kept.record());
      }
      names.remove(name);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a valid record.
   *
   * @param wall the time of day, which says how long it is until the record's EOL
   * @param now by a clock that never goes back, which says when that is over
   */
  void offer(IpnsRecord record, Instant wall, Instant now) {
    lock.lock();
    try {
      if (find(record.name(), now).filter(known -> known.compareTo(record) > 0).isPresent()) {
        return;
      }
      names.put(record.name(), new Kept(record, now.plus(lasting(record, wall))));
      if (names.size() > MAX_NAMES) {
        names.remove(names.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  private static Duration lasting(IpnsRecord record, Instant wall) {
    Duration valid = Duration.between(wall, record.eol());
    return record.ttl().compareTo(valid) < 0 ? record.ttl() : valid;
  }

  /** Forgets the name. */
  void forget(PeerId name) {
    lock.lock();
    try {
      names.remove(name);
    } finally {
      lock.unlock();
    }
  }
}
