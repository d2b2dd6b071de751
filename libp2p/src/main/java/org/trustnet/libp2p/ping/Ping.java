package org.trustnet.libp2p.ping;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/** Pings peers. Blocks the calling virtual thread; safe on several. */
public final class Ping {
  private final Host host;
  private final PingConfig config;
  private final RandomGenerator random;
  private final LongSupplier nanos;

  /**
   * Pings over {@code host}.
   *
   * @param random where payloads come from; they cannot be guessed if it is secure
   * @param nanos the clock that round trips are measured by
   */
  public Ping(Host host, PingConfig config, RandomGenerator random, LongSupplier nanos) {
    this.host = host;
    this.config = config;
    this.random = random;
    this.nanos = nanos;
  }

  /** Serves pings on {@code host}. */
  public static void serve(Host host, PingConfig config) {
    host.handleOnLoop(PingConfig.PROTOCOL, new PingResponder(config));
  }

  /** One ping on a stream of its own, over an open connection or a new one. */
  public PingOutcome ping(PeerId peer, Duration timeout) {
    try (Stream stream = host.open(peer, List.of(PingConfig.PROTOCOL), config.openTimeout())) {
      return exchange(stream, timeout);
    } catch (StreamException e) {
      return new PingOutcome.Unanswered(
          new PingFailure.NoStream(e.kind(), String.valueOf(e.getMessage())));
    }
  }

  /** One ping on {@code stream}, which is ready for it: a stream may carry many, in turn. */
  PingOutcome exchange(Stream stream, Duration timeout) {
    Conversation conversation = new Conversation(stream, timeout);
    conversation.run(Bytes.wrap(payload()));
    return java.util.Objects.requireNonNull(conversation.outcome);
  }

  private byte[] payload() {
    byte[] payload = new byte[PingConfig.PAYLOAD_BYTES];
    random.nextBytes(payload);
    return payload;
  }

  /** Carries a session's effects out on a blocking stream. */
  private final class Conversation implements PingSession.Effects {
    private final Stream stream;
    private final Duration timeout;
    private final PingSession session = new PingSession(this);
    private @Nullable PingOutcome outcome;

    private Conversation(Stream stream, Duration timeout) {
      this.stream = stream;
      this.timeout = timeout;
    }

    private void run(Bytes payload) {
      session.send(payload, nanos.getAsLong(), timeout);
      byte[] piece = new byte[PingConfig.PAYLOAD_BYTES];
      while (outcome == null) {
        Duration left = session.untilDeadline(nanos.getAsLong()).orElse(Duration.ZERO);
        try {
          int count = stream.read(piece, 0, piece.length, left);
          if (count < 0) {
            session.ended();
          } else {
            session.received(Bytes.copyOf(piece, 0, count), nanos.getAsLong());
          }
        } catch (StreamException e) {
          broken(e);
        }
      }
    }

    private void broken(StreamException e) {
      switch (e.kind()) {
        case TIMEOUT -> failed(new PingFailure.TimedOut(timeout));
        case RESET, REFUSED, DISCONNECTED -> session.ended();
        default -> failed(new PingFailure.NoStream(e.kind(), String.valueOf(e.getMessage())));
      }
    }

    @Override
    public void write(Bytes payload) {
      try {
        stream.write(payload, timeout);
      } catch (StreamException e) {
        broken(e);
      }
    }

    @Override
    public void answered(Duration roundTrip) {
      outcome = new PingOutcome.Answered(roundTrip);
    }

    @Override
    public void failed(PingFailure why) {
      outcome = new PingOutcome.Unanswered(why);
      stream.reset();
    }
  }
}
