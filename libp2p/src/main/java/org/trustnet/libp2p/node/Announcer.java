package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.identify.IdentifyService;

/**
 * Tells connected peers when what we announce has changed: once for all changes within a short
 * while.
 */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final IdentifyService identify;
  private final Supplier<List<NodeConnection>> connections;
  private final Runnable changed;
  private final ScheduledExecutorService timer;
  private final Executor threads;
  private final Duration debounce;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  Announcer(
      IdentifyService identify,
      Supplier<List<NodeConnection>> connections,
      Runnable changed,
      ScheduledExecutorService timer,
      Executor threads,
      Duration debounce) {
    this.identify = identify;
    this.connections = connections;
    this.changed = changed;
    this.timer = timer;
    this.threads = threads;
    this.debounce = debounce;
  }

  /**
   * Something that is announced may be different from now on. While nobody is connected it is
   * announced at once: the first who asks is not told what was true half a second ago. Does not
   * block.
   */
  void mayHaveChanged() {
    if (scheduled.compareAndSet(false, true)) {
      Duration delay = connections.get().isEmpty() ? Duration.ZERO : debounce;
      try {
        var _ =
            timer.schedule(
                () -> threads.execute(this::tell), delay.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOG.trace("the host is closing: nothing more is announced");
      }
    }
  }

  private void tell() {
    scheduled.set(false);
    if (!identify.refresh()) {
      return;
    }
    changed.run();
    List<NodeConnection> told =
        connections.get().stream().filter(Announcer::mayTakePushes).toList();
    try {
      identify.push(told, threads);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether the peer takes pushes, as far as we know: one that has not identified itself yet may
   * have heard what we said before, and would never hear the rest.
   */
  private static boolean mayTakePushes(NodeConnection connection) {
    return connection.remoteProtocols().isEmpty()
        || connection.remoteProtocols().contains(IdentifyConfig.PUSH_PROTOCOL);
  }
}
