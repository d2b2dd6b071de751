package org.trustnet.bootstrap.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.trustnet.bootstrap.config.ConfigType;

/**
 * Breaks the work of one thread off when its time is up, by an interrupt, and tells that from an
 * interrupt of somebody else. An edge: it waits in real time, on a virtual thread of its own.
 */
public final class TimeLimit {
  /**
   * What is to be done.
   *
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    /**
     * @param limit may be asked on the way whether time is up
     */
    void run(TimeLimit limit) throws E, InterruptedException;
  }

  private final Optional<Duration> limit;
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private boolean over;
  private boolean passed;

  private TimeLimit(Optional<Duration> limit) {
    this.limit = limit;
  }

  /**
   * Does {@code work} on this thread.
   *
   * @param limit above zero; without one nothing is limited
   * @throws OperationException if time was up before {@code work} ended; whatever it threw then is
   *     left out, because it comes from being broken off
   */
  public static <E extends Exception> void within(Optional<Duration> limit, Work<E> work)
      throws E, InterruptedException {
    TimeLimit here = new TimeLimit(limit);
    here.start();
    try {
      work.run(here);
    } catch (Exception e) {
      if (here.end()) {
        throw here.timedOut();
      }
      throw e;
    } finally {
      boolean _ = here.end();
    }
  }

  private void start() {
    limit.ifPresent(
        duration -> Thread.ofVirtual().name("time-limit").start(() -> waitFor(duration)));
  }

  private void waitFor(Duration duration) {
    try {
      if (!done.await(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS)) {
        pass();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass() {
    lock.lock();
    try {
      if (!over) {
        passed = true;
        worker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the work if its time is up, however far it came: what was broken off is not to be taken
   * for an answer.
   *
   * @throws OperationException if it is
   */
  public void check() {
    lock.lock();
    try {
      if (passed) {
        throw timedOut();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts no more from here on; says whether it did. */
  private boolean end() {
    lock.lock();
    try {
      if (!over) {
        over = true;
        done.countDown();
        if (passed) {
          boolean _ = Thread.interrupted();
        }
      }
      return passed;
    } finally {
      lock.unlock();
    }
  }

  private OperationException timedOut() {
    return OperationException.failed(
        "not done within "
            + ConfigType.formatDuration(limit.orElse(Duration.ZERO))
            + ", the limit that --timeout set");
  }
}
