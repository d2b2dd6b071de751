package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.kad.records.RepublishSchedule;
import org.trustnet.multiformats.Bytes;

/**
 * Announces our own keys as they become due, several at once: as soon as one is done the next
 * begins, until none is due. {@link RepublishSchedule#MAX_KEYS} keys are kept up where one takes
 * less than 12 s; where it takes more than 27 s others forget some before they are announced again,
 * which is told. Safe on any thread. An edge: it starts threads.
 */
final class Republisher implements AutoCloseable {
  /** Announcements under way at once: half of the lookups, so that others have the other half. */
  static final int AT_ONCE = Kad.MAX_LOOKUPS / 2;

  private static final Logger LOG = LoggerFactory.getLogger(Republisher.class);

  private final RepublishSchedule schedule;
  private final BooleanSupplier somebody;
  private final Consumer<Bytes> announce;
  private final KadClock clock;
  private final Queue<Bytes> taken = new ArrayDeque<>(AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kad-announce").factory());
  private int working;
  private boolean late;

  /**
   * A republisher that does nothing until {@link #begin}.
   *
   * @param somebody whether there is anybody to tell
   * @param announce announces one key, and tells the schedule if that went well; blocks
   */
  Republisher(
      RepublishSchedule schedule,
      BooleanSupplier somebody,
      Consumer<Bytes> announce,
      KadClock clock) {
    this.schedule = schedule;
    this.somebody = somebody;
    this.announce = announce;
    this.clock = clock;
  }

  /** Begins with what is due, beside what is under way; does not wait for it. */
  synchronized void begin() {
    warnOfDelay();
    while (working < AT_ONCE) {
      Bytes key = next();
      if (key == null || !start(key)) {
        return;
      }
      working++;
    }
  }

  private boolean start(Bytes first) {
    try {
      threads.execute(() -> announceAll(first));
      return true;
    } catch (RejectedExecutionException e) {
      LOG.trace("closed: nothing is announced any more");
      return false;
    }
  }

  private void announceAll(Bytes first) {
    Bytes key = first;
    try {
      while (key != null && !Thread.currentThread().isInterrupted()) {
        announce.accept(key);
        key = next();
      }
    } finally {
      ended();
    }
  }

  private synchronized void ended() {
    working--;
  }

  /** The next key that is due; without anybody to tell, they become due again. */
  private synchronized @Nullable Bytes next() {
    if (!somebody.getAsBoolean()) {
      taken.clear();
      return null;
    }
    if (taken.isEmpty()) {
      taken.addAll(schedule.takeDue(AT_ONCE, clock.now()));
    }
    return taken.poll();
  }

  /** Once each time that it falls behind. */
  private void warnOfDelay() {
    Duration delay = schedule.overdue(clock.now());
    boolean behind = delay.compareTo(RepublishSchedule.LATE) > 0;
    if (behind && !late) {
      LOG.warn(
          "{} keys are more than this node can announce in time: it is {} h behind, and others"
              + " forget what was not announced for 48 h",
          schedule.keys().size(),
          delay.toHours());
    }
    late = behind;
  }

  /** Breaks off what is under way; nothing begins any more. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
