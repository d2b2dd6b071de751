package org.trustnet.trust.refresh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustEntry;

/**
 * Which entries to refresh next: by the monotonic clock, at most {@link #AT_ONCE} at once. One
 * thread.
 */
public final class RefreshQueue {
  /** Most refreshes at once: trust model, section 4. */
  public static final int AT_ONCE = 8;

  /** Most entries waiting: as many as there may be. */
  public static final int MAX_WAITING = TrustEntry.MAX_ENTRIES;

  private record Wait(EntryKey key, long dueNanos) {}

  private final PriorityQueue<Wait> waits =
      new PriorityQueue<>(Comparator.comparingLong(Wait::dueNanos));
  private final Map<EntryKey, Wait> waiting = new HashMap<>();
  private final Set<EntryKey> running = new HashSet<>();

  /**
   * Sets when an entry is due; replaces an earlier time.
   *
   * @param dueNanos monotonic
   * @return whether there was room
   */
  public boolean schedule(EntryKey key, long dueNanos) {
    Wait old = waiting.get(key);
    if (old == null && waiting.size() >= MAX_WAITING) {
      return false;
    }
    if (old != null) {
      waits.remove(old);
    }
    Wait wait = new Wait(key, dueNanos);
    waits.add(wait);
    waiting.put(key, wait);
    return true;
  }

  /** Forgets an entry. */
  public void remove(EntryKey key) {
    Wait old = waiting.remove(key);
    if (old != null) {
      waits.remove(old);
    }
    running.remove(key);
  }

  /** The entries that are due and for which there is a place; they count as running. */
  public List<EntryKey> begin(long nowNanos) {
    List<EntryKey> begun = new ArrayList<>();
    while (running.size() < AT_ONCE && !waits.isEmpty() && waits.peek().dueNanos() <= nowNanos) {
      EntryKey key = waits.remove().key();
      waiting.remove(key);
      running.add(key);
      begun.add(key);
    }
    return begun;
  }

  /** A refresh ended: its place is free. */
  public void ended(EntryKey key) {
    running.remove(key);
  }

  /** When the next entry is due, monotonic nanoseconds. */
  public OptionalLong nextDue() {
    return waits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waits.peek().dueNanos());
  }
}
