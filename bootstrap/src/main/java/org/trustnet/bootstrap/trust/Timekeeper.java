package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.store.EntryBatch;

/**
 * Looks again when time alone changes a decision, and writes trust time every ten minutes. Runs on
 * a virtual thread until that is interrupted.
 */
final class Timekeeper implements TrustState.Watcher, Runnable {
  /** How often what the wall clock gained is looked at, which no timer tells: after a suspend. */
  static final Duration CHECK_EVERY = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Timekeeper.class);

  private final TrustState state;
  private final Semaphore wake = new Semaphore(0);

  Timekeeper(TrustState state) {
    this.state = state;
  }

  @Override
  public void changed(TrustState.Published published) {
    if (published.batch().isPresent()) {
      wake.release();
    }
  }

  @Override
  public void run() {
    long persistAt = state.clock().nanos() + TrustTime.PERSIST_EVERY.toNanos();
    try {
      while (true) {
        long next = state.recheck();
        long now = state.clock().nanos();
        if (now - persistAt >= 0) {
          persistAt = now + TrustTime.PERSIST_EVERY.toNanos();
          persist();
        }
        long untilChange = Math.max(1, next - state.clock().millis());
        long wait = Math.min(untilChange, CHECK_EVERY.toMillis());
        var _ = wake.tryAcquire(wait, TimeUnit.MILLISECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void persist() {
    try {
      state.commit(EntryBatch.builder().time(state.clock().time()).build());
    } catch (RuntimeException e) {
      LOG.error("trust time cannot be written: {}", e.toString());
    }
  }
}
