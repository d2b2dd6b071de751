package org.trustnet.libp2p.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;

class PingSessionTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Bytes PAYLOAD = Bytes.hex("0123456789abcdef".repeat(4));

  private final List<Object> done = new ArrayList<>();
  private final PingSession session =
      new PingSession(
          new PingSession.Effects() {
            @Override
            public void write(Bytes payload) {
              done.add(payload);
            }

            @Override
            public void answered(Duration roundTrip) {
              done.add(roundTrip);
            }

            @Override
            public void failed(PingFailure why) {
              done.add(why);
            }
          });

  @Test
  void measuresFromTheSendingToTheLastByteOfTheAnswer() {
    session.send(PAYLOAD, 100, TIMEOUT);
    session.received(PAYLOAD.slice(0, 5), 200);
    session.received(PAYLOAD.slice(5), 350);

    assertThat(done).containsExactly(PAYLOAD, Duration.ofNanos(250));
  }

  @Test
  void pingsAgainOnTheSameStream() {
    session.send(PAYLOAD, 0, TIMEOUT);
    session.received(PAYLOAD, 1);
    session.send(PAYLOAD, 10, TIMEOUT);
    session.received(PAYLOAD, 12);

    assertThat(done).containsExactly(PAYLOAD, Duration.ofNanos(1), PAYLOAD, Duration.ofNanos(2));
  }

  @Test
  void rejectsPongWithWrongPayload() {
    session.send(PAYLOAD, 0, TIMEOUT);
    session.received(Bytes.hex("01234568"), 1);

    assertThat(done).containsExactly(PAYLOAD, new PingFailure.WrongPayload());
  }

  @Test
  void rejectsMoreThanWasSent() {
    session.send(PAYLOAD, 0, TIMEOUT);
    session.received(Bytes.concat(PAYLOAD, Bytes.hex("00")), 1);

    assertThat(done).containsExactly(PAYLOAD, new PingFailure.WrongPayload());
  }

  @Test
  void rejectsAnAnswerToNoQuestion() {
    session.received(Bytes.hex("00"), 1);

    assertThat(done).containsExactly(new PingFailure.WrongPayload());
  }

  @Test
  void failsAtItsDeadlineAndNotBefore() {
    session.send(PAYLOAD, 5, TIMEOUT);
    session.tick(5 + TIMEOUT.toNanos() - 1);
    assertThat(done).containsExactly(PAYLOAD);
    assertThat(session.untilDeadline(5 + TIMEOUT.toNanos() - 1)).contains(Duration.ofNanos(1));

    session.tick(5 + TIMEOUT.toNanos());

    assertThat(done).containsExactly(PAYLOAD, new PingFailure.TimedOut(TIMEOUT));
    assertThat(session.untilDeadline(0)).isEmpty();
  }

  @Test
  void survivesTheWrapOfTheClock() {
    session.send(PAYLOAD, Long.MAX_VALUE - 1, TIMEOUT);
    session.tick(Long.MIN_VALUE);
    session.received(PAYLOAD, Long.MIN_VALUE + 1);

    assertThat(done).containsExactly(PAYLOAD, Duration.ofNanos(3));
  }

  @Test
  void failsOnceWhenThePeerEnds() {
    session.send(PAYLOAD, 0, TIMEOUT);
    session.ended();
    session.ended();
    session.received(PAYLOAD, 1);
    session.tick(TIMEOUT.toNanos() * 2);

    assertThat(done).containsExactly(PAYLOAD, new PingFailure.RemoteClosed());
  }

  @Test
  void sendsNothingWhileItWaitsOrAfterAFailure() {
    session.send(PAYLOAD, 0, TIMEOUT);
    assertThatThrownBy(() -> session.send(PAYLOAD, 1, TIMEOUT))
        .isInstanceOf(IllegalStateException.class);
    session.ended();
    assertThatThrownBy(() -> session.send(PAYLOAD, 1, TIMEOUT))
        .isInstanceOf(IllegalStateException.class);
  }
}
