package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long somebody waits for a lock that another process holds. Blocks the caller's thread; an
 * interrupt ends the waiting and stays set.
 *
 * @param limit longest wait; zero for none
 * @param nanos a monotonic clock, in nanoseconds
 * @param inVain whether the holder keeps it for long; asked at each look
 */
public record Patience(Duration limit, LongSupplier nanos, BooleanSupplier inVain) {
  /** None: the lock is there or not. */
  public static final Patience NONE = new Patience(Duration.ZERO, () -> 0, () -> true);

  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(25);

  /** One look for what is waited for. */
  interface Look<T> {
    Optional<T> find() throws IOException;
  }

  /** Looks until it is found or the patience is over, and at least once. */
  <T> Optional<T> await(Look<T> look) throws IOException {
    long begun = nanos.getAsLong();
    Optional<T> found = look.find();
    while (found.isEmpty() && goesOn(begun)) {
      LockSupport.parkNanos(BETWEEN);
      found = look.find();
    }
    return found;
  }

  private boolean goesOn(long begun) {
    return nanos.getAsLong() - begun < limit.toNanos()
        && !inVain.getAsBoolean()
        && !Thread.currentThread().isInterrupted();
  }
}
