package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CorrectionsTest {
  private final Corrections corrections = new Corrections();
  private final CountDownLatch end = new CountDownLatch(1);
  private final SynchronousQueue<Object> begun = new SynchronousQueue<>();
  private final AtomicInteger done = new AtomicInteger();

  /** Says that it has begun, and lasts until the end. */
  private void lasting() {
    try {
      begun.put(this);
      end.await();
      done.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void asManyAsMayAreUnderWayAndOneMoreIsLeftOut() throws InterruptedException {
    for (int i = 0; i < Corrections.MAX_CORRECTIONS; i++) {
      assertThat(corrections.begin(this::lasting)).isTrue();
    }
    for (int i = 0; i < Corrections.MAX_CORRECTIONS; i++) {
      begun.take();
    }
    assertThat(corrections.begin(done::incrementAndGet)).isFalse();
    assertThat(done).hasValue(0);

    end.countDown();
    while (!corrections.begin(done::incrementAndGet)) {
      Thread.onSpinWait();
    }
    while (done.get() <= Corrections.MAX_CORRECTIONS) {
      Thread.onSpinWait();
    }
    corrections.close();
    assertThat(corrections.begin(done::incrementAndGet)).isFalse();
    assertThat(done).hasValue(Corrections.MAX_CORRECTIONS + 1);
  }
}
