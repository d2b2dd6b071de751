package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.muxer.MemoryAccount;
import org.trustnet.libp2p.muxer.Muxer;

/**
 * One end of a Yamux connection: the streams, their windows, the peer's budgets. Pure: bytes, time
 * and the peer's events come in by calls, {@link YamuxEffects} go out. On one thread only.
 *
 * <p>Nothing that a peer sends makes a method throw; it ends the stream or the connection. A
 * listener's defect does come through, and leaves the session usable for {@link #disconnected}.
 */
final class YamuxSession implements Muxer {
  /** What both ends negotiate. */
  static final String PROTOCOL = "/yamux/1.0.0";

  /** Who dialled: the client's streams have odd numbers, the server's even ones. */
  enum Role {
    CLIENT,
    SERVER
  }

  private final Acceptor acceptor;
  private final YamuxEffects out;
  private final YamuxSender sender;
  private final YamuxKeepAlive keepAlive;
  private final YamuxDecoder decoder = new YamuxDecoder();
  private final PeerBudgets budgets;
  private final ReceivedBytes received;
  private final StreamTable streams;

  /** Whose payload is being read, if it is wanted. */
  private @Nullable YamuxStream current;

  private boolean endAfterPayload;
  private boolean open = true;
  private boolean peerGoesAway;

  YamuxSession(YamuxConfig config, Role role, Acceptor acceptor, YamuxEffects out, long nowNanos) {
    this.acceptor = acceptor;
    this.out = out;
    this.sender = new YamuxSender(config.buffers(), out, this);
    this.keepAlive = new YamuxKeepAlive(config.keepAlive(), nowNanos);
    this.budgets = new PeerBudgets(config.budgets(), nowNanos);
    this.received = new ReceivedBytes(config.buffers().received(), acceptor);
    this.streams = new StreamTable(role, config.streams());
  }

  // Called by the handler.

  boolean isOpen() {
    return open;
  }

  /** Takes in what arrived; {@code in} stays the caller's and is read to its end. */
  void read(ByteBuf in, long nowNanos) {
    while (open && in.isReadable()) {
      try {
        decoder.step(in, this, nowNanos);
      } catch (WireException e) {
        fault(current, e);
      }
    }
    in.skipBytes(in.readableBytes());
  }

  /** Sends what is due as far as the socket takes it. */
  void pump() {
    if (open) {
      sender.pump();
    }
  }

  /** When {@link #tick} is to be called next. */
  long nextTickNanos() {
    return keepAlive.nextNanos();
  }

  void tick(long nowNanos) {
    if (!open) {
      return;
    }
    try {
      if (keepAlive.tick(nowNanos)) {
        out.frame(YamuxFrame.PING, YamuxFrame.SYN, YamuxFrame.SESSION, keepAlive.opaque());
        out.wake();
      }
    } catch (WireException e) {
      fault(null, e);
    }
  }

  /** The connection is gone: every stream is lost. Idempotent. */
  void disconnected() {
    open = false;
    loseAll();
  }

  // Called by the decoder.

  void onData(int flags, int number, int length, long nowNanos) {
    current = null;
    if (length == 0) {
      budgets.controlFrame(nowNanos);
    }
    YamuxStream stream = addressed(flags, number, nowNanos);
    current = stream;
    endAfterPayload = (flags & YamuxFrame.FIN) != 0;
    if (stream == null) {
      return;
    }
    if (length > 0) {
      received.reserve(stream, length);
    } else if (endAfterPayload) {
      ended(stream);
    }
  }

  /** {@code length} readable bytes of {@code in} are payload, and {@code left} more will be. */
  void onPayload(ByteBuf in, int length, int left) {
    YamuxStream stream = current;
    if (stream == null || stream.is(YamuxStream.DEAD)) {
      in.skipBytes(length);
      return;
    }
    stream.deliver(in.readRetainedSlice(length));
    if (left == 0 && endAfterPayload && !stream.is(YamuxStream.DEAD)) {
      ended(stream);
    }
  }

  void onWindowUpdate(int flags, int number, long delta, long nowNanos) {
    current = null;
    budgets.controlFrame(nowNanos);
    YamuxStream stream = addressed(flags, number, nowNanos);
    current = stream;
    if (stream == null) {
      // go-yamux v5 puts an error code where the delta of a reset would be: it is no window.
      return;
    }
    stream.sendWindow = (int) Math.min(Integer.MAX_VALUE, stream.sendWindow + delta);
    sender.due(stream);
    if ((flags & YamuxFrame.FIN) != 0) {
      ended(stream);
    }
  }

  void onPing(int flags, int opaque, long nowNanos) {
    current = null;
    budgets.controlFrame(nowNanos);
    if ((flags & YamuxFrame.SYN) != 0) {
      budgets.ping(nowNanos);
      out.frame(YamuxFrame.PING, YamuxFrame.ACK, YamuxFrame.SESSION, opaque);
      out.wake();
    } else if ((flags & YamuxFrame.ACK) != 0) {
      keepAlive.answered(opaque, nowNanos);
    }
  }

  void onGoAway(long code) {
    current = null;
    if (code != YamuxFrame.GO_AWAY_NORMAL) {
      throw WireException.connection(
          WireException.Code.CUT_OFF, "yamux: the peer went away with code " + code);
    }
    peerGoesAway = true;
    closeWhenLast();
  }

  /** Handles SYN, ACK and RST; the stream if there is one that the rest of the frame is for. */
  private @Nullable YamuxStream addressed(int flags, int number, long nowNanos) {
    if (number == YamuxFrame.SESSION) {
      throw WireException.connection(
          WireException.Code.MALFORMED, "yamux: a stream's frame for stream 0");
    }
    YamuxStream stream =
        (flags & YamuxFrame.SYN) == 0 ? streams.get(number) : accept(number, nowNanos);
    if (stream == null) {
      return null;
    }
    if ((flags & YamuxFrame.ACK) != 0) {
      streams.acknowledged(stream);
    }
    if ((flags & YamuxFrame.RST) != 0) {
      current = stream;
      lose(stream);
      if (stream.inbound()) {
        budgets.reset(nowNanos);
      }
      return null;
    }
    return stream.is(YamuxStream.DEAD) ? null : stream;
  }

  private @Nullable YamuxStream accept(int number, long nowNanos) {
    streams.checkOpened(number);
    budgets.chargeResetsByUs(nowNanos);
    if (streams.inboundFull()) {
      budgets.refusedStream(nowNanos);
      out.frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.RST, number, 0);
      out.wake();
      return null;
    }
    YamuxStream stream = new YamuxStream(this, number, YamuxStream.INBOUND | YamuxStream.ACK_DUE);
    streams.add(stream);
    current = stream;
    sender.due(stream);
    acceptor.onStream(stream);
    return stream;
  }

  private void ended(YamuxStream stream) {
    if (stream.is(YamuxStream.ENDED)) {
      return;
    }
    stream.ended();
    if (stream.is(YamuxStream.FIN_SENT) && !stream.is(YamuxStream.DEAD)) {
      remove(stream);
    }
  }

  // Called by streams and the sender.

  MemoryAccount memory() {
    return acceptor.memory();
  }

  void write(YamuxStream stream, ByteBuf data) {
    if (!sender.write(stream, data)) {
      cutOff(stream);
    }
  }

  boolean writable(YamuxStream stream) {
    return sender.writable(stream);
  }

  void due(YamuxStream stream) {
    if (open) {
      sender.due(stream);
    }
  }

  void consumed(YamuxStream stream, int bytes) {
    received.consumed(stream, bytes);
    if (stream.grantDue()) {
      due(stream);
    }
  }

  void tellRoom(YamuxStream stream) {
    try {
      stream.room();
    } catch (WireException e) {
      fault(stream, e);
    }
  }

  void endSent(YamuxStream stream) {
    if (stream.is(YamuxStream.ENDED)) {
      remove(stream);
    }
  }

  void reset(YamuxStream stream) {
    if (stream.is(YamuxStream.DEAD)) {
      return;
    }
    if (streams.holds(stream)) {
      if (open && !stream.is(YamuxStream.SYN_DUE)) {
        out.frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.RST, stream.number(), 0);
        out.wake();
      }
      if (stream.inbound()) {
        budgets.resetByUs();
      }
    }
    kill(stream);
    remove(stream);
  }

  /** A rule was broken on {@code stream}: ends it, or the connection, as the scope says. */
  void fault(@Nullable YamuxStream stream, WireException fault) {
    if (fault.scope() == WireException.Scope.STREAM && stream != null) {
      cutOff(stream);
    } else {
      boolean silence = fault.code() == WireException.Code.TIMEOUT;
      shut(silence ? YamuxFrame.GO_AWAY_NORMAL : YamuxFrame.GO_AWAY_PROTOCOL_ERROR, fault);
    }
  }

  private void cutOff(YamuxStream stream) {
    if (!stream.is(YamuxStream.DEAD)) {
      reset(stream);
      stream.lost();
    }
  }

  private void lose(YamuxStream stream) {
    kill(stream);
    remove(stream);
    stream.lost();
  }

  private void kill(YamuxStream stream) {
    received.forget(stream);
    sender.forget(stream);
    stream.kill();
  }

  private void remove(YamuxStream stream) {
    if (streams.remove(stream)) {
      closeWhenLast();
    }
  }

  private void closeWhenLast() {
    if (peerGoesAway && streams.isEmpty()) {
      shut(YamuxFrame.GO_AWAY_NORMAL, null);
    }
  }

  private void shut(int code, @Nullable WireException fault) {
    if (!open) {
      return;
    }
    open = false;
    out.frame(YamuxFrame.GO_AWAY, 0, YamuxFrame.SESSION, code);
    out.close(fault);
    loseAll();
  }

  private void loseAll() {
    RuntimeException defect = null;
    for (YamuxStream stream : streams.all()) {
      try {
        if (!stream.is(YamuxStream.DEAD)) {
          lose(stream);
        }
      } catch (RuntimeException e) {
        defect = e;
      }
    }
    received.settle();
    if (defect != null) {
      throw defect;
    }
  }

  // Muxer.

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public YamuxStream open() {
    if (!open || peerGoesAway) {
      throw new TooManyStreams("the connection is closing");
    }
    YamuxStream stream =
        new YamuxStream(
            this, streams.nextOutbound(), YamuxStream.SYN_DUE | YamuxStream.UNACKNOWLEDGED);
    streams.add(stream);
    sender.due(stream);
    return stream;
  }

  @Override
  public int inboundStreams() {
    return streams.inbound();
  }

  @Override
  public int outboundStreams() {
    return streams.outbound();
  }

  @Override
  public void close() {
    shut(YamuxFrame.GO_AWAY_NORMAL, null);
  }

  /** Of the last keep-alive ping. */
  @Override
  public Optional<Duration> latency() {
    long nanos = keepAlive.rttNanos();
    return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  /** Bytes that arrived on all streams and are not consumed. */
  long unconsumed() {
    return received.unconsumed();
  }
}
