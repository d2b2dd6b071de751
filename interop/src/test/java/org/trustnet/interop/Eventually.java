package org.trustnet.interop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Waits for what another process does in its own time. An edge: real time. */
final class Eventually {
  /** Longer than the first retry of a refresh that a busy machine made fail. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  static void holds(BooleanSupplier condition) {
    try {
      var _ = value(condition::getAsBoolean, held -> held);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Asks until the answer is as wanted, and returns it. */
  static <T> T value(Callable<T> question, Predicate<T> wanted) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    T answer = question.call();
    while (!wanted.test(answer)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("it did not come about in " + PATIENCE + "; last: " + answer);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = question.call();
    }
    return answer;
  }

  /** Lets time pass in which another process has promised to do something that nobody sees. */
  static void pass(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
