package org.trustnet.bootstrap.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.bootstrap.operation.OperationSpec.Effect;

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
                        limit.returned(Reply.document("half of it"));
                      }
                    }))
        .hasMessageContaining("not done within");
  }

  @Test
  void whatEndsInTimeIsNotTouched() throws Exception {
    boolean[] done = {false};

    TimeLimit.<RuntimeException>within(LONG, _ -> done[0] = true);
    TimeLimit.<RuntimeException>within(
        Optional.empty(), limit -> limit.returned(Reply.document("")));

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

  private static void waitUntilInterrupted() {
    try {
      waitForEver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aChangeThatIsMadeIsToldThoughItsTimeIsUp() throws InterruptedException {
    boolean[] told = {false};

    TimeLimit.<RuntimeException>within(
        SHORT,
        Effect.CHANGES,
        limit -> {
          waitUntilInterrupted();
          limit.returned(Reply.document("made"));
          told[0] = !Thread.currentThread().isInterrupted();
        });

    assertThat(told[0]).as("also what comes after it is broken off no more").isTrue();
  }

  @Test
  void whatIsThrownWhileAMadeChangeIsToldIsNoMatterOfTime() {
    assertThatThrownBy(
            () ->
                TimeLimit.within(
                    SHORT,
                    Effect.CHANGES,
                    limit -> {
                      waitUntilInterrupted();
                      limit.returned(Reply.document("made"));
                      throw new IOException("the caller is gone");
                    }))
        .hasMessage("the caller is gone");
  }

  @Test
  void aChangeThatWasBrokenOffMayHaveBeenMade() {
    assertThatThrownBy(() -> TimeLimit.within(SHORT, Effect.CHANGES, _ -> waitForEver()))
        .isInstanceOf(OperationException.class)
        .hasMessage("broken off after 20ms, the limit that --timeout set; it may have been done");
    assertThatThrownBy(
            () ->
                TimeLimit.<RuntimeException>within(
                    SHORT,
                    Effect.CHANGES,
                    limit -> {
                      waitUntilInterrupted();
                      limit.returned(Reply.rows(_ -> {}));
                    }))
        .as("rows are only made while they are written")
        .hasMessageStartingWith("broken off after 20ms");
  }

  @Test
  void theInterruptOfSomebodyElseStaysOne() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> TimeLimit.within(LONG, _ -> waitForEver()))
        .isInstanceOf(InterruptedException.class);
  }
}
