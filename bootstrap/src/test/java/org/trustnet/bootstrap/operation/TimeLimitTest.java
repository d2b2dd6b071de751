package org.trustnet.bootstrap.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimeLimitTest {
  private static final Optional<Duration> SHORT = Optional.of(Duration.ofMillis(20));
  private static final Optional<Duration> LONG = Optional.of(Duration.ofSeconds(59));

  private static void waitForEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void breaksOffWhatTakesTooLongAndSaysSo() {
    assertThatThrownBy(() -> TimeLimit.within(SHORT, _ -> waitForEver()))
        .isInstanceOf(OperationException.class)
        .hasMessage("not done within 20ms, the limit that --timeout set");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void whatIsThrownBecauseOfBeingBrokenOffIsLeftOut() {
    assertThatThrownBy(
            () ->
                TimeLimit.within(
                    SHORT,
                    _ -> {
                      try {
                        waitForEver();
                      } catch (InterruptedException e) {
                        throw new IOException("interrupted while answering", e);
                      }
                    }))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("not done within");
  }

  @Test
  void whatWasBrokenOffIsNotTakenForAnAnswer() {
    assertThatThrownBy(
            () ->
                TimeLimit.within(
                    SHORT,
                    limit -> {
                      try {
                        waitForEver();
                      } catch (InterruptedException e) {
                        limit.check();
                      }
                    }))
        .hasMessageContaining("not done within");
  }

  @Test
  void whatEndsInTimeIsNotTouched() throws Exception {
    boolean[] done = {false};

    TimeLimit.<RuntimeException>within(LONG, _ -> done[0] = true);
    TimeLimit.<RuntimeException>within(Optional.empty(), limit -> limit.check());

    assertThat(done[0]).isTrue();
    assertThatThrownBy(
            () ->
                TimeLimit.within(
                    LONG,
                    _ -> {
                      throw new IOException("its own fault");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("its own fault");
  }

  @Test
  void theInterruptOfSomebodyElseStaysOne() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> TimeLimit.within(LONG, _ -> waitForEver()))
        .isInstanceOf(InterruptedException.class);
  }
}
