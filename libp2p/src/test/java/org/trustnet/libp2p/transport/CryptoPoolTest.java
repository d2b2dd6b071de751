package org.trustnet.libp2p.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CryptoPoolTest {
  private static final int THREADS = 2;

  @Test
  void asManyStepsWaitAsMayAndOneMoreIsRefused() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(THREADS);
    CountDownLatch done = new CountDownLatch(CryptoPool.QUEUE);
    try (CryptoPool pool = new CryptoPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        pool.execute(
            () -> {
              busy.countDown();
              await(goOn);
            });
      }
      assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < CryptoPool.QUEUE; i++) {
        pool.execute(done::countDown);
      }

      assertThatThrownBy(() -> pool.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);

      goOn.countDown();
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
      pool.execute(() -> {});
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
