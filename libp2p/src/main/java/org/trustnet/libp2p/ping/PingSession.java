package org.trustnet.libp2p.ping;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;

/**
 * One side that asks, on one stream: pure, without I/O, clock or randomness of its own. Ready until
 * {@link #send}, waiting until the answer is whole, then ready again; a failure is final.
 */
final class PingSession {
  /** What the session wants done; production writes through, tests record. */
  interface Effects {
    void write(Bytes payload);

    void answered(Duration roundTrip);

    void failed(PingFailure why);
  }

  private enum State {
    READY,
    WAITING,
    FAILED
  }

  private final Effects out;
  private State state = State.READY;
  private @Nullable Bytes expected;
  private int received;
  private long sentNanos;
  private long deadlineNanos;

  PingSession(Effects out) {
    this.out = out;
  }

  /**
   * Sends {@code payload}, which must be random, and waits for it until {@code timeout} is over.
   */
  void send(Bytes payload, long nowNanos, Duration timeout) {
    if (state != State.READY || payload.length() != PingConfig.PAYLOAD_BYTES) {
      throw new IllegalStateException("cannot send " + payload.length() + " bytes when " + state);
    }
    expected = payload;
    received = 0;
    sentNanos = nowNanos;
    deadlineNanos = nowNanos + timeout.toNanos();
    state = State.WAITING;
    out.write(payload);
  }

  /** Bytes came, in any pieces. */
  void received(Bytes piece, long nowNanos) {
    switch (state) {
      case READY -> fail(new PingFailure.WrongPayload());
      case WAITING -> match(piece, nowNanos);
      case FAILED -> {}
    }
  }

  void ended() {
    if (state != State.FAILED) {
      fail(new PingFailure.RemoteClosed());
    }
  }

  void tick(long nowNanos) {
    if (state == State.WAITING && nowNanos - deadlineNanos >= 0) {
      fail(new PingFailure.TimedOut(Duration.ofNanos(nowNanos - sentNanos)));
    }
  }

  /** How long until {@link #tick} has something to do. */
  Optional<Duration> untilDeadline(long nowNanos) {
    return state == State.WAITING
        ? Optional.of(Duration.ofNanos(Math.max(0, deadlineNanos - nowNanos)))
        : Optional.empty();
  }

  private void match(Bytes piece, long nowNanos) {
    Bytes whole = java.util.Objects.requireNonNull(expected);
    int end = received + piece.length();
    if (end > whole.length() || !whole.slice(received, end).equals(piece)) {
      fail(new PingFailure.WrongPayload());
      return;
    }
    received = end;
    if (received == whole.length()) {
      state = State.READY;
      out.answered(Duration.ofNanos(nowNanos - sentNanos));
    }
  }

  private void fail(PingFailure why) {
    state = State.FAILED;
    out.failed(why);
  }
}
