package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.kad.records.RepublishSchedule;
import org.trustnet.multiformats.Bytes;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RepublisherTest {
  private static final long PATIENCE_SECONDS = 20;

  private final RepublishSchedule schedule = new RepublishSchedule();
  private volatile boolean somebody = true;
  private volatile long now;
  private Republisher republisher = announcing(key -> {});

  @AfterEach
  void close() {
    republisher.close();
  }

  /** One that notes each key as announced after {@code work}. */
  private Republisher announcing(Consumer<Bytes> work) {
    KadClock clock = new KadClock(() -> now, InstantSource.fixed(Instant.EPOCH));
    republisher =
        new Republisher(
            schedule,
            () -> somebody,
            key -> {
              work.accept(key);
              schedule.done(key, now);
            },
            clock);
    return republisher;
  }

  private void due(int from, int to) {
    for (int i = from; i < to; i++) {
      schedule.addDue(Bytes.utf8("key " + i), RepublishSchedule.PROVIDERS, now);
    }
  }

  private static void take(Semaphore permits, int count) {
    try {
      assertThat(permits.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void announcesAllThatIsDueAndNeverMoreAtOnceThanItMay() {
    int count = 10 * Republisher.AT_ONCE + 1;
    Semaphore begun = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    announcing(
        key -> {
          most.accumulateAndGet(working.incrementAndGet(), Math::max);
          begun.release();
          take(goOn, 1);
          working.decrementAndGet();
        });
    due(0, count);

    republisher.begin();
    republisher.begin();
    take(begun, Republisher.AT_ONCE);
    assertThat(begun.tryAcquire()).as("one more, while all are under way").isFalse();

    goOn.release(count);
    take(begun, count - Republisher.AT_ONCE);
    assertThat(most).hasValue(Republisher.AT_ONCE);
    assertThat(schedule.takeDue(count, now)).isEmpty();
  }

  @Test
  void withoutAnybodyToTellKeysWait() {
    CountDownLatch done = new CountDownLatch(5);
    announcing(key -> done.countDown());
    due(0, 5);
    somebody = false;

    republisher.begin();
    assertThat(schedule.takeDue(0, now)).isEmpty();
    assertThat(schedule.overdue(now + 1)).isEqualTo(Duration.ofNanos(1));

    somebody = true;
    republisher.begin();
    await(done);
  }

  @Test
  void closingBreaksOffWhatIsUnderWayAndNothingBeginsAfterwards() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    announcing(
        key -> {
          calls.incrementAndGet();
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted.countDown();
          }
        });
    due(0, 1);
    republisher.begin();
    await(begun);

    republisher.close();
    await(interrupted);
    due(1, 9);
    republisher.begin();

    assertThat(calls).hasValue(1);
  }

  @Test
  void tellsHowFarItIsBehind() {
    due(0, 1);
    now += Duration.ofHours(3).toNanos();
    due(1, 2);
    assertThat(schedule.overdue(now)).isEqualTo(Duration.ofHours(3));
    schedule.takeDue(1, now);
    assertThat(schedule.overdue(now)).isZero();
    schedule.takeDue(1, now);
    assertThat(schedule.overdue(now)).isZero();
    Duration interval = RepublishSchedule.PROVIDERS;
    assertThat(interval.plus(RepublishSchedule.LATE)).isLessThan(Duration.ofHours(48));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
