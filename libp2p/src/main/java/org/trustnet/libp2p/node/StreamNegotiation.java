package org.trustnet.libp2p.node;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.multistream.Negotiation;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;
import org.trustnet.multiformats.Bytes;

/**
 * multistream-select at the beginning of a stream. Whoever listens to the protocol gets the bytes
 * that came behind the agreement. On the event loop.
 */
final class StreamNegotiation implements StreamListener, Negotiation.Effects {
  /** How a negotiation ends: with one call of one of these. */
  interface Outcome {
    /**
     * Both sides speak {@code protocol} now.
     *
     * @return who hears of the stream from now on; null if it was reset
     */
    @Nullable StreamListener agreed(String protocol);

    /** There is no agreement; the stream is reset. */
    void refused(WireException.Code code, String why);

    /** There is room again for what is sent while the answer is awaited. */
    default void writable() {}
  }

  private final MuxedStream stream;
  private final Negotiation machine;
  private final Outcome outcome;
  private final Loop.Timer deadline;
  private @Nullable String selected;
  private boolean over;

  private StreamNegotiation(
      MuxedStream stream,
      Function<Negotiation.Effects, Negotiation> machine,
      Loop loop,
      Duration timeout,
      Outcome outcome) {
    this.stream = stream;
    this.outcome = outcome;
    this.machine = machine.apply(this);
    this.deadline =
        loop.after(
            timeout,
            () -> failed(WireException.Code.TIMEOUT, "no agreement on a protocol in time"));
  }

  /** Begins to negotiate; may end at once. */
  static void begin(
      MuxedStream stream,
      Function<Negotiation.Effects, Negotiation> machine,
      Loop loop,
      Duration timeout,
      Outcome outcome) {
    StreamNegotiation negotiation = new StreamNegotiation(stream, machine, loop, timeout, outcome);
    negotiation.machine.start();
    stream.flush();
    stream.listen(negotiation);
  }

  @Override
  public void onData(ByteBuf data) {
    int before = data.readableBytes();
    boolean passedOn = false;
    try {
      boolean ended = !over && machine.feed(data);
      if (!over) {
        stream.consumed(before - data.readableBytes());
        stream.flush();
      }
      if (ended && selected != null) {
        passedOn = handOver(data, selected);
      }
    } finally {
      if (!passedOn) {
        data.release();
      }
    }
  }

  private boolean handOver(ByteBuf rest, String protocol) {
    over = true;
    deadline.cancel();
    StreamListener next = outcome.agreed(protocol);
    if (next == null) {
      return false;
    }
    boolean data = rest.isReadable();
    if (data) {
      next.onData(rest);
    }
    stream.listen(next);
    return data;
  }

  @Override
  public void onEnd() {
    if (!over) {
      machine.ended();
    }
  }

  @Override
  public void onReset() {
    failed(WireException.Code.CUT_OFF, "the stream was reset");
  }

  @Override
  public void onWritable() {
    outcome.writable();
  }

  @Override
  public void write(Bytes bytes) {
    if (!over) {
      stream.write(Unpooled.wrappedBuffer(bytes.asByteBuffer()));
    }
  }

  @Override
  public void selected(String protocol) {
    selected = Objects.requireNonNull(protocol);
  }

  @Override
  public void failed(WireException.Code code, String why) {
    if (!over) {
      over = true;
      deadline.cancel();
      stream.reset();
      outcome.refused(code, why);
    }
  }
}
