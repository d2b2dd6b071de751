package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.ConnectionManager;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialSource;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.manage.HeldConnections;
import org.trustnet.multiformats.PeerId;

/**
 * Does what the connection manager decides: dials held peers, closes what is too much. Keeps the
 * table of connections and the manager's count of them in step.
 */
final class Upkeep implements ConnectionManager, HeldConnections.Edge {
  /** How often connections are counted and trimmed; go-libp2p's value. */
  static final Duration TRIM_EVERY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final HeldConnections manager;
  private final ConnectionTable connections;
  private final ScheduledExecutorService timer;
  private final Executor threads;
  private final LongSupplier nanos;
  private @Nullable ScheduledFuture<?> wake;
  private long wakeNanos;
  private @Nullable Dialer dialer;

  Upkeep(
      HostConfig.Kept kept,
      ConnectionTable connections,
      ScheduledExecutorService timer,
      Executor threads,
      LongSupplier nanos,
      RandomGenerator random) {
    this.manager = new HeldConnections(kept.trim(), kept.hold(), this, random::nextDouble);
    this.connections = connections;
    this.timer = timer;
    this.threads = threads;
    this.nanos = nanos;
  }

  /**
   * From now on peers can be dialled and connections are trimmed.
   *
   * @param eachTime is run at every trimming too
   */
  void start(Dialer through, Runnable eachTime) {
    synchronized (this) {
      dialer = through;
    }
    var _ =
        timer.scheduleWithFixedDelay(
            () ->
                onThread(
                    () -> {
                      trim();
                      eachTime.run();
                    }),
            TRIM_EVERY.toNanos(),
            TRIM_EVERY.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Closes what is too much now. */
  void trim() {
    manager.surplus(List.copyOf(connections.all())).forEach(Connection::close);
  }

  /** A connection is ready. On its event loop. */
  synchronized void opened(NodeConnection connection) {
    connections.add(connection);
    manager.connected(connection.peer());
  }

  /** It ended. On its event loop. */
  synchronized void ended(NodeConnection connection) {
    connections.remove(connection);
    manager.disconnected(connection.peer());
  }

  // The manager's edge.

  @Override
  public long nowNanos() {
    return nanos.getAsLong();
  }

  @Override
  public void dial(PeerId peer, List<DialSource> sources) {
    Dialer through;
    synchronized (this) {
      through = dialer;
    }
    if (through != null) {
      onThread(
          () -> {
            try {
              dialNow(through, peer, sources);
            } finally {
              manager.dialEnded(peer);
            }
          });
    }
  }

  /** A peer that is released while it is dialled is not to be connected by that. */
  private void dialNow(Dialer through, PeerId peer, List<DialSource> sources) {
    DialTargets targets = DialTargets.union(sources.stream().map(DialSource::targets).toList());
    if (manager.holds(peer)
        && through.connect(peer, targets) instanceof DialOutcome.Connected(var made, boolean old)
        && !old
        && !manager.holds(peer)
        && manager.protections(peer).isEmpty()) {
      made.close();
    }
  }

  @Override
  public synchronized void wakeAt(long atNanos) {
    if (wake != null && wakeNanos - atNanos <= 0) {
      return;
    }
    if (wake != null) {
      wake.cancel(false);
    }
    wakeNanos = atNanos;
    long delay = Math.max(0, atNanos - nanos.getAsLong());
    try {
      wake = timer.schedule(() -> woken(atNanos), delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.trace("the host is closing: no peer is dialled again");
    }
  }

  /** A wake that goes off is none any more, also while it is still at it: the next is asked for. */
  private void woken(long atNanos) {
    synchronized (this) {
      if (wakeNanos == atNanos) {
        wake = null;
      }
    }
    onThread(manager::wake);
  }

  private void onThread(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.trace("the host is closing: connections are no longer kept");
    }
  }

  // The manager, as its users see it.

  @Override
  public void tag(PeerId peer, String tag, int value) {
    manager.tag(peer, tag, value);
  }

  @Override
  public void protect(PeerId peer, String tag) {
    manager.protect(peer, tag);
  }

  @Override
  public boolean unprotect(PeerId peer, String tag) {
    return manager.unprotect(peer, tag);
  }

  @Override
  public Set<String> protections(PeerId peer) {
    return manager.protections(peer);
  }

  @Override
  public Map<String, Integer> tags(PeerId peer) {
    return manager.tags(peer);
  }

  @Override
  public synchronized void hold(PeerId peer, String tag, DialSource source) {
    int open = connections.all(peer);
    if (open > 0) {
      manager.holdConnected(peer, tag, source, open);
    } else {
      manager.hold(peer, tag, source);
    }
  }

  @Override
  public void release(PeerId peer, String tag) {
    manager.release(peer, tag);
  }

  @Override
  public List<PeerId> held() {
    return manager.held();
  }
}
