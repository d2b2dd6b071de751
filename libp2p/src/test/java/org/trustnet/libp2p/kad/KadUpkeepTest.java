package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KadUpkeepTest {
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  @Test
  void roundThatFailsIsNotTheLast() throws InterruptedException {
    Semaphore rounds = new Semaphore(0);
    KadUpkeep.Work work =
        new KadUpkeep.Work(
            () -> {
              throw new IllegalStateException("a defect of a lookup");
            },
            rounds::release,
            () -> {});
    KadUpkeep upkeep = new KadUpkeep(work, () -> 1, INTERVAL, () -> 0);

    upkeep.start();

    try {
      assertThat(rounds.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      upkeep.close();
    }
    assertThat(upkeep.isClosed()).isTrue();
  }
}
