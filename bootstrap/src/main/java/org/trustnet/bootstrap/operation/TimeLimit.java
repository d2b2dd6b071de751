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
  private final OperationSpec.Effect effect;
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private boolean over;
  private boolean passed;

  private TimeLimit(Optional<Duration> limit, OperationSpec.Effect effect) {
    this.limit = limit;
    this.effect = effect;
  }

  /** Does {@code work}, which changes nothing, on this thread. */
  public static <E extends Exception> void within(Optional<Duration> limit, Work<E> work)
      throws E, InterruptedException {
    within(limit, OperationSpec.Effect.READS, work);
  }

  /**
   * Does {@code work} on this thread.
   *
   * @param limit above zero; without one nothing is limited
   * @param effect whether it may have been done when it is broken off
   * @throws OperationException if time was up before {@code work} ended; whatever it threw then is
   *     left out, because it comes from being broken off
   */
  public static <E extends Exception> void within(
      Optional<Duration> limit, OperationSpec.Effect effect, Work<E> work)
      throws E, InterruptedException {
    TimeLimit here = new TimeLimit(limit, effect);
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
   * The operation has returned. A change is made then, and is told however late it is: nothing is
   * broken off any more. Anything else ends if its time is up, because what was broken off is not
   * to be taken for an answer; an answer that is only made while it is written stays limited.
   *
   * @throws OperationException if time is up
   */
  public void returned(Reply reply) {
    lock.lock();
    try {
      if (effect == OperationSpec.Effect.CHANGES && reply instanceof Reply.Document) {
        boolean _ = end();
        passed = false;
      }
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
    String time = ConfigType.formatDuration(limit.orElse(Duration.ZERO));
    return OperationException.failed(
        switch (effect) {
          case READS -> "not done within " + time + ", the limit that --timeout set";
          case CHANGES ->
              "broken off after " + time + ", the limit that --timeout set; it may have been done";
        });
  }
}
