package org.trustnet.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: the command is interrupted and given a moment to put things in order. An edge. */
final class BreakOff {
  /** How long the command may take to end; after it the process ends all the same. */
  private static final int SECONDS = 5;

  private BreakOff() {}

  /** Runs {@code work}; a signal to end interrupts it. */
  static <T> T guarded(Callable<T> work) throws Exception {
    Thread worker = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        Thread.ofPlatform()
            .name("break-off")
            .unstarted(
                () -> {
                  worker.interrupt();
                  waitFor(done);
                });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      done.countDown();
      remove(hook);
    }
  }

  private static void waitFor(CountDownLatch done) {
    try {
      if (!done.await(SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(130);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      Thread.currentThread().interrupt(); // the process is ending already, which is what was asked
    }
  }
}
