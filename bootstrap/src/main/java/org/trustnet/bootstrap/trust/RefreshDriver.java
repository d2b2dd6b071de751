package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.refresh.RefreshEvent;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.refresh.RefreshQueue;
import org.trustnet.trust.store.EntryBatch;

/**
 * Drives one refresh machine for each entry with a name: whom it follows, and when what is due.
 * Trust model, section 4. Machines step under the writer's lock, see {@link RefreshSteps}; lookups
 * and fetches run on virtual threads, {@link RefreshQueue#AT_ONCE} at once, and come back as
 * events.
 */
final class RefreshDriver implements TrustState.Watcher, HostListener, AutoCloseable {
  /** How long a lookup that reached nobody is not repeated, whoever connects. */
  static final Duration AFTER_SILENCE = Duration.ofSeconds(2);

  private final TrustState state;
  private final ExecutorService threads;
  private final RefreshQueue queue = new RefreshQueue();
  private final Followers followers;
  private final RefreshSteps steps;
  private final ArrivedRecords arrived = new ArrivedRecords();
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;

  RefreshDriver(
      TrustState state, RefreshSources sources, RandomGenerator random, ExecutorService threads) {
    this.state = state;
    this.threads = threads;
    this.followers = new Followers(queue, random);
    this.steps = new RefreshSteps(state, followers, queue, sources, threads, wake::release);
  }

  void start() {
    state.writing(
        () -> {
          state.snapshot().holdings().forEach(holding -> follow(holding.key()));
          return true;
        });
    threads.execute(this::run);
  }

  // Who is followed.

  @Override
  public void changed(TrustState.Published published) {
    if (published.batch().isEmpty()) {
      return;
    }
    EntryBatch batch = published.batch().get();
    batch.removed().forEach(this::unfollow);
    batch.entries().forEach(entry -> follow(entry.key()));
    if (batch.blocks().isPresent()) {
      followers.all().stream()
          .filter(f -> published.before().nameBlocked(f.name))
          .filter(f -> !published.after().nameBlocked(f.name))
          .forEach(this::unblocked);
    }
    wake.release();
  }

  /** What was under way when the name was blocked was given up: a new machine begins. */
  private void unblocked(Follower old) {
    followers.replace(old).waiting = old.waiting;
  }

  private void follow(EntryKey key) {
    Optional<PeerId> name = nameOf(state.snapshot(), key);
    Follower old = followers.of(key);
    if (name.isPresent() && (old == null || !old.name.equals(name.get()))) {
      unfollow(key);
      followers.add(key, name.get());
    }
  }

  private static Optional<PeerId> nameOf(Snapshot snapshot, EntryKey key) {
    return snapshot
        .holding(key)
        .map(holding -> holding.entry())
        .flatMap(entry -> entry instanceof ListedEntry listed ? listed.name() : Optional.empty());
  }

  private void unfollow(EntryKey key) {
    Follower gone = followers.remove(key);
    if (gone != null) {
      arrived.forget(gone.name);
      gone.ended(new RefreshOutcome.NothingFound("the entry was removed"));
    }
  }

  /** Refreshes an entry now, as soon as there is a place; empty if it has no name. */
  Optional<CompletableFuture<RefreshOutcome>> refresh(EntryKey key) {
    return state.writing(
        () -> {
          Follower follower = followers.of(key);
          if (follower == null) {
            return Optional.empty();
          }
          if (follower.waiting == null) {
            follower.waiting = new CompletableFuture<>();
          }
          follower.asked = true;
          queue.schedule(key, state.clock().nanos());
          wake.release();
          return Optional.of(follower.waiting);
        });
  }

  /** A record of some name reached us; only notes it. On any thread. */
  void recordArrived(PeerId name, Bytes record) {
    if (followers.follows(name)) {
      arrived.put(name, record);
      wake.release();
    }
  }

  /** Somebody who can be asked is there: lookups that reached nobody are made again. */
  @Override
  public void onIdentified(Connection connection, Identity identity) {
    if (identity.protocols().stream().noneMatch(PeerAsk.PROTOCOLS::contains)) {
      return;
    }
    state.writing(
        () -> {
          long now = state.clock().nanos();
          for (Follower follower : followers.all()) {
            if (follower.silentNanos.isPresent()) {
              long again = follower.silentNanos.getAsLong() + AFTER_SILENCE.toNanos();
              queue.schedule(follower.key, again - now > 0 ? again : now);
              follower.silentNanos = OptionalLong.empty();
            }
          }
          wake.release();
          return true;
        });
  }

  // The loop.

  private void run() {
    try {
      while (!closed) {
        arrived.takeSigned(state.clock().moment().wall()).forEach(this::pushed);
        long wait = state.writing(this::round);
        var _ = wake.tryAcquire(wait, TimeUnit.NANOSECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pushed(IpnsRecord record) {
    state.writing(
        () -> {
          Follower follower = followers.named(record.name());
          if (follower != null) {
            steps.take(follower, new RefreshEvent.Pushed(NameSearch.summary(record)));
          }
          return true;
        });
  }

  /** Begins what is due; returns how many nanoseconds there are until something else is. */
  private long round() {
    for (Follower follower : followers.all()) {
      if (!follower.started) {
        follower.started = true;
        steps.take(follower, new RefreshEvent.Started());
      }
    }
    long now = state.clock().nanos();
    for (EntryKey key : queue.begin(now)) {
      Follower follower = followers.of(key);
      if (follower == null) {
        queue.ended(key);
      } else {
        RefreshEvent event = follower.asked ? new RefreshEvent.Asked() : new RefreshEvent.Due();
        follower.asked = false;
        steps.take(follower, event);
      }
    }
    OptionalLong due = queue.nextDue();
    long left = due.isPresent() ? due.getAsLong() - now : RefreshSteps.MAX_WAIT.toNanos();
    return left <= 0 ? RefreshSteps.MAX_WAIT.toNanos() : left;
  }

  /** Writes what is counted in memory; call before the threads are ended. */
  @Override
  public void close() {
    closed = true;
    wake.release();
    steps.stop();
  }
}
