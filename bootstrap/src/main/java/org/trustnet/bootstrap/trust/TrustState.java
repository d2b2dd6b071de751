package org.trustnet.bootstrap.trust;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Difference;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.NameRecord;
import org.trustnet.trust.store.Snapshots;

/**
 * The one writer: whoever decides something and writes it does both under this lock, so that no
 * change is lost between them. Nobody waits for the network while he has it.
 */
final class TrustState {
  /** Hears of every new snapshot, and of time that changed one, under the lock; does not block. */
  interface Watcher {
    void changed(Published published);
  }

  /**
   * A snapshot that replaced another, or the same one later.
   *
   * @param before what was decided from so far
   * @param after what is decided from now on
   * @param now trust time in milliseconds
   * @param difference what that took away and gave
   * @param batch what was committed; empty if only time or a lookup changed something
   */
  record Published(
      Snapshot before,
      Snapshot after,
      long now,
      Difference difference,
      Optional<EntryBatch> batch) {}

  private static final Logger LOG = LoggerFactory.getLogger(TrustState.class);
  private static final EntryBatch NOTHING = EntryBatch.builder().build();

  private final EntryStore store;
  private final TrustClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private volatile Snapshot snapshot;
  private long comparedMillis;

  TrustState(EntryStore store, TrustClock clock, Snapshot first) {
    this.store = store;
    this.clock = clock;
    this.snapshot = first;
    this.comparedMillis = clock.millis();
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  EntryStore store() {
    return store;
  }

  TrustClock clock() {
    return clock;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /** What is remembered of a name. */
  NameRecord name(PeerId name) {
    return store.name(name).orElseGet(() -> NameRecord.of(name));
  }

  /** Runs {@code task} as the one writer. */
  <T> T writing(Supplier<T> task) {
    lock.lock();
    try {
      return task.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes the batch whole and synced, then publishes what follows.
   *
   * @throws RuntimeException if the store cannot write; nothing has changed then
   */
  void commit(EntryBatch batch) {
    lock.lock();
    try {
      if (!batch.equals(NOTHING)) {
        store.commit(batch);
        publish(Snapshots.apply(snapshot, batch), Optional.of(batch));
      }
    } finally {
      lock.unlock();
    }
  }

  /** A lookup of this entry was answered in this run. */
  void answered(EntryKey key) {
    lock.lock();
    try {
      publish(snapshot.answered(List.of(key)), Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  /** Looks whether time alone changed something; returns when that may be so again. */
  long recheck() {
    lock.lock();
    try {
      publish(snapshot, Optional.empty());
      return snapshot.nextChange(comparedMillis);
    } finally {
      lock.unlock();
    }
  }

  private void publish(Snapshot next, Optional<EntryBatch> batch) {
    Snapshot before = snapshot;
    long then = comparedMillis;
    clock.time();
    long now = clock.millis();
    snapshot = next;
    comparedMillis = now;
    Difference difference = Difference.between(before, then, next, now);
    Published published = new Published(before, next, now, difference, batch);
    watchers.forEach(watcher -> tell(watcher, published));
  }

  /** What was published stands, and the others hear of it, whatever one of them makes of it. */
  private static void tell(Watcher watcher, Published published) {
    try {
      watcher.changed(published);
    } catch (RuntimeException e) {
      LOG.error("{} failed at a change of trust", watcher.getClass().getSimpleName(), e);
    }
  }
}
