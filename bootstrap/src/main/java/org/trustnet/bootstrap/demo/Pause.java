package org.trustnet.bootstrap.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The pause between two looks at something that is awaited. An edge. */
final class Pause {
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(25);

  private Pause() {}

  static void between() throws InterruptedException {
    LockSupport.parkNanos(BETWEEN);
    if (Thread.interrupted()) {
      throw new InterruptedException("the demonstration was broken off");
    }
  }
}
