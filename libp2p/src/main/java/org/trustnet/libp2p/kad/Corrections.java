package org.trustnet.libp2p.kad;

import java.util.concurrent.Semaphore;

/**
 * Sends better values to peers that had a worse one, beside what goes on. A correction is a
 * courtesy: what would be too much is left out. Safe on any thread. An edge: it starts threads.
 */
final class Corrections implements AutoCloseable {
  /** Corrections under way at once. */
  static final int MAX_CORRECTIONS = 4;

  private final Semaphore places = new Semaphore(MAX_CORRECTIONS);
  private volatile boolean closed;

  /** Begins with one, on a thread of its own; false if it is one too many. */
  boolean begin(Runnable correction) {
    if (closed || !places.tryAcquire()) {
      return false;
    }
    Thread.ofVirtual()
        .name("kad-correct")
        .start(
            () -> {
              try {
                correction.run();
              } finally {
                places.release();
              }
            });
    return true;
  }

  /** None begins any more. */
  @Override
  public void close() {
    closed = true;
  }
}
