package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.refresh.ClockRound;
import org.trustnet.trust.refresh.Known;
import org.trustnet.trust.refresh.RecordSummary;
import org.trustnet.trust.refresh.RecordValue;
import org.trustnet.trust.refresh.RefreshEffects;
import org.trustnet.trust.refresh.RefreshEvent;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.refresh.RefreshQueue;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.Floor;

/**
 * The steps of the refresh machines: gives each its events with what is known, and does what it
 * wants. What tasks report comes on their threads and steps under the writer's lock like the rest.
 */
final class RefreshSteps implements RefreshTasks.Reports {
  /** When an entry is tried again whose step the database could not write. */
  static final Duration AFTER_FAULT = Duration.ofMinutes(1);

  /** Longest wish to be woken that is kept; a longer one is made again then. */
  static final Duration MAX_WAIT = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(RefreshSteps.class);

  private final TrustState state;
  private final Followers followers;
  private final RefreshQueue queue;
  private final Runnable wake;
  private final RefreshTasks tasks;
  private final Set<EntryKey> confirmed = new HashSet<>();
  private volatile boolean stopped;

  /**
   * @param queue where followers wait for their turn
   * @param wake is run when there may be something to begin
   */
  RefreshSteps(
      TrustState state,
      Followers followers,
      RefreshQueue queue,
      RefreshSources sources,
      ExecutorService threads,
      Runnable wake) {
    this.state = state;
    this.followers = followers;
    this.queue = queue;
    this.wake = wake;
    this.tasks = new RefreshTasks(sources, threads, this);
  }

  /** One step of a machine. Under the writer's lock. */
  void take(Follower follower, RefreshEvent event) {
    if (!followers.current(follower)) {
      return;
    }
    try {
      Known known = Known.of(state.snapshot(), follower.key, state.name(follower.name));
      follower.machine.on(event, known, state.clock().moment(), new Effects(follower));
    } catch (RuntimeException e) {
      LOG.error("the refresh of {} was broken off: {}", follower.key, e.toString());
      var _ = begunAnew(follower, e);
      return;
    }
    if (follower.outstanding == 0) {
      queue.ended(follower.key);
      wake.run();
      if (followers.idle()) {
        confirmed.clear();
      }
    }
  }

  /**
   * Something failed that should not, such as a write: what the machine remembers may be ahead of
   * the database, so another one takes over a little later. Returns whether it was still needed.
   */
  private boolean begunAnew(Follower broken, Throwable why) {
    if (!followers.current(broken)) {
      return false;
    }
    broken.ended(new RefreshOutcome.NothingFound("broken off: " + why.getMessage()));
    followers.replace(broken).started = true;
    boolean scheduled = queue.schedule(broken.key, state.clock().nanos() + AFTER_FAULT.toNanos());
    wake.run();
    return scheduled;
  }

  @Override
  public void came(Follower follower, RefreshEvent event) {
    state.writing(
        () -> {
          follower.outstanding--;
          if (event instanceof RefreshEvent.Looked looked) {
            follower.silentNanos =
                looked.reach() == RefreshEvent.Reach.SILENT
                    ? OptionalLong.of(state.clock().nanos())
                    : OptionalLong.empty();
          }
          if (!stopped) {
            take(follower, event);
          }
          return true;
        });
  }

  @Override
  public void brokenOff(Follower follower, Throwable why) {
    state.writing(() -> begunAnew(follower, why));
  }

  /** The last step of each machine: writes what is counted in memory. No report steps after it. */
  void stop() {
    stopped = true;
    state.writing(
        () -> {
          for (Follower follower : followers.all()) {
            take(follower, new RefreshEvent.Stopping());
            follower.ended(new RefreshOutcome.NothingFound("the node is stopping"));
          }
          return true;
        });
  }

  private final class Effects implements RefreshEffects {
    private final Follower follower;

    Effects(Follower follower) {
      this.follower = follower;
    }

    @Override
    public void lookup() {
      follower.outstanding++;
      tasks.lookUp(follower);
    }

    @Override
    public void answered() {
      state.answered(follower.key);
    }

    @Override
    public void persistSeen(Floor floor) {
      state.store().persistSeen(follower.name, floor);
    }

    @Override
    public void fetch(RecordSummary record, RecordValue target) {
      follower.outstanding++;
      tasks.fetch(follower, record, target);
    }

    @Override
    public void inspect(RecordSummary record, RecordValue target) {
      follower.outstanding++;
      tasks.inspect(follower, record, target);
    }

    @Override
    public void commit(EntryBatch batch) {
      state.commit(batch);
    }

    @Override
    public void clockClosed(TrustTime time) {
      state.clock().closed(time);
      state.commit(ClockRound.restamped(state.snapshot(), List.copyOf(confirmed), time));
      confirmed.clear();
    }

    @Override
    public void wakeAfter(Duration delay) {
      Duration wait = delay.compareTo(MAX_WAIT) < 0 ? delay : MAX_WAIT;
      long now = state.clock().nanos();
      queue.schedule(follower.key, follower.asked ? now : now + wait.toNanos());
      wake.run();
    }

    @Override
    public void done(RefreshOutcome outcome) {
      if (outcome instanceof RefreshOutcome.Updated
          || outcome instanceof RefreshOutcome.Unchanged) {
        confirmed.add(follower.key);
      }
      LOG.debug("refresh of {}: {}", follower.key, outcome);
      follower.ended(outcome);
    }
  }
}
