package org.trustnet.libp2p.kad.records;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.multiformats.Bytes;

/**
 * When our own records are to be announced again. Each key has its own interval; a failed attempt
 * is repeated sooner. Safe on any thread. Times are nanoseconds of one monotonic clock.
 */
public final class RepublishSchedule {
  /** How often providers are announced: ipfs/specs kad-dht.md, below half of the 48 h validity. */
  public static final Duration PROVIDERS = Duration.ofHours(22);

  /** How soon a failed attempt is repeated. */
  public static final Duration RETRY = Duration.ofMinutes(5);

  /**
   * How late an announcement may be: it is then 44 h old, and others keep it for 48 h (ipfs/specs
   * kad-dht.md).
   */
  public static final Duration LATE = Duration.ofHours(22);

  /** Most keys of our own: a node that pins more wants a sweeping provider, which this is not. */
  public static final int MAX_KEYS = 100_000;

  private record Entry(long dueNanos, long intervalNanos) {}

  private final Map<Bytes, Entry> entries = new HashMap<>();

  /**
   * Has {@code key} announced every {@code interval}, by a caller that makes the first attempt now:
   * it is due after {@link #RETRY} unless {@link #done} says that it went well. Replaces what it
   * had.
   *
   * @return false if there are {@link #MAX_KEYS} already
   */
  public synchronized boolean add(Bytes key, Duration interval, long now) {
    return schedule(key, interval, now + RETRY.toNanos());
  }

  /** As {@link #add}, but without a first attempt: it is due at once. */
  public synchronized boolean addDue(Bytes key, Duration interval, long now) {
    return schedule(key, interval, now);
  }

  private boolean schedule(Bytes key, Duration interval, long due) {
    if (!entries.containsKey(key) && entries.size() >= MAX_KEYS) {
      return false;
    }
    entries.put(key, new Entry(due, interval.toNanos()));
    return true;
  }

  /**
   * The keys that are due, the longest overdue first, at most {@code limit}. Each is put off by
   * {@link #RETRY} until {@link #done} says that it went well.
   */
  public synchronized List<Bytes> takeDue(int limit, long now) {
    List<Bytes> due =
        entries.entrySet().stream()
            .filter(e -> e.getValue().dueNanos() - now <= 0)
            .sorted(Comparator.comparingLong(e -> e.getValue().dueNanos() - now))
            .limit(limit)
            .map(Map.Entry::getKey)
            .toList();
    for (Bytes key : due) {
      entries.computeIfPresent(key, (k, e) -> new Entry(now + RETRY.toNanos(), e.intervalNanos()));
    }
    return due;
  }

  /** How long the key that waits longest has been due; zero if none is. */
  public synchronized Duration overdue(long now) {
    return entries.values().stream()
        .map(entry -> Duration.ofNanos(now - entry.dueNanos()))
        .max(Comparator.naturalOrder())
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  /** The announcement of {@code key} went well: it is due again after its interval. */
  public synchronized void done(Bytes key, long now) {
    entries.computeIfPresent(key, (k, e) -> new Entry(now + e.intervalNanos(), e.intervalNanos()));
  }

  /** Every key, in no order. */
  public synchronized List<Bytes> keys() {
    return new ArrayList<>(entries.keySet());
  }
}
