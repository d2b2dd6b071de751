package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;

/**
 * One stream: its windows, what waits in either direction, and which flags are still to be sent.
 * Under 200 bytes while idle. On the event loop only.
 */
final class YamuxStream implements MuxedStream {
  static final int INBOUND = 1;
  static final int SYN_DUE = 1 << 1;
  static final int ACK_DUE = 1 << 2;

  /** Ours, and the peer has not acknowledged it. */
  static final int UNACKNOWLEDGED = 1 << 3;

  static final int FIN_DUE = 1 << 4;
  static final int FIN_SENT = 1 << 5;

  /** The peer's FIN came, and all payload before it was passed on. */
  static final int ENDED = 1 << 6;

  /** Reset by either side, or the connection is gone. */
  static final int DEAD = 1 << 7;

  /** {@link #DEAD}, and whoever listens is to hear it. */
  static final int LOST = 1 << 8;

  /** Linked in the sender's list of streams that have something to say. */
  static final int READY = 1 << 9;

  /** Was found not writable, and is to be told when that changes. */
  static final int BLOCKED = 1 << 10;

  /** Linked in the sender's list of streams that wait for the connection's high-water mark. */
  static final int QUEUED_FOR_ROOM = 1 << 11;

  /** Consumed bytes after which the peer is granted new window. */
  private static final int GRANT_BYTES = YamuxConfig.WINDOW_BYTES / 2;

  final PendingBytes outbound = new PendingBytes();
  @Nullable YamuxStream nextReady;
  @Nullable YamuxStream nextForRoom;
  int sendWindow = YamuxConfig.WINDOW_BYTES;
  int receiveWindow = YamuxConfig.WINDOW_BYTES;

  /** Bytes delivered, or about to be, and not consumed. */
  int unconsumed;

  /** Bytes consumed and not yet granted to the peer again. */
  int credit;

  private final YamuxSession session;
  private final int number;
  private int state;
  private @Nullable StreamListener listener;
  private @Nullable PendingBytes inbound;

  YamuxStream(YamuxSession session, int number, int state) {
    this.session = session;
    this.number = number;
    this.state = state;
  }

  int number() {
    return number;
  }

  boolean is(int flag) {
    return (state & flag) != 0;
  }

  void set(int flag) {
    state |= flag;
  }

  void clear(int flag) {
    state &= ~flag;
  }

  @Override
  public long id() {
    return Integer.toUnsignedLong(number);
  }

  @Override
  public boolean inbound() {
    return is(INBOUND);
  }

  // Whether a listener was replaced while it heard what waited is a question of identity.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public void listen(StreamListener next) {
    listener = next;
    try {
      while (inbound != null && listener == next && !is(DEAD)) {
        ByteBuf data = inbound.take(Integer.MAX_VALUE);
        inbound = inbound.bytes() == 0 ? null : inbound;
        if (data != null) {
          next.onData(data);
        }
      }
      if (listener == next && is(LOST)) {
        next.onReset();
      } else if (listener == next && is(ENDED) && !is(DEAD)) {
        next.onEnd();
      }
    } catch (WireException e) {
      session.fault(this, e);
    }
  }

  /** Passes payload to the listener, or keeps it until there is one. Takes {@code data} over. */
  void deliver(ByteBuf data) {
    if (listener != null && inbound == null) {
      listener.onData(data);
      return;
    }
    if (inbound == null) {
      inbound = new PendingBytes();
    }
    inbound.add(data);
  }

  /** The peer's FIN, behind all its payload. */
  void ended() {
    set(ENDED);
    if (listener != null && inbound == null) {
      listener.onEnd();
    }
  }

  void room() {
    clear(BLOCKED);
    if (listener != null) {
      listener.onWritable();
    }
  }

  /** Frees what waits; says nothing to anyone. */
  void kill() {
    set(DEAD);
    outbound.release();
    if (inbound != null) {
      inbound.release();
      inbound = null;
    }
    unconsumed = 0;
    credit = 0;
  }

  /** Tells the listener, now or when there is one, that the stream was lost. */
  void lost() {
    set(LOST);
    if (listener != null) {
      listener.onReset();
    }
  }

  @Override
  public void write(ByteBuf data) {
    if (is(DEAD)) {
      data.release();
    } else if (is(FIN_DUE)) {
      data.release();
      throw new IllegalStateException("written after the end of the stream");
    } else {
      session.write(this, data);
    }
  }

  @Override
  public void flush() {
    session.due(this);
  }

  @Override
  public boolean writable() {
    return !is(DEAD | FIN_DUE) && session.writable(this);
  }

  @Override
  public void consumed(int bytes) {
    if (is(DEAD)) {
      return;
    }
    if (bytes < 0 || bytes > unconsumed) {
      throw new IllegalArgumentException(bytes + " bytes consumed of " + unconsumed);
    }
    session.consumed(this, bytes);
  }

  @Override
  public void closeWrite() {
    if (!is(DEAD | FIN_DUE)) {
      set(FIN_DUE);
      session.due(this);
    }
  }

  @Override
  public void reset() {
    session.reset(this);
  }

  boolean grantDue() {
    return credit >= GRANT_BYTES && !is(ENDED | DEAD);
  }

  /** Whether there is a frame that could be sent for this stream now. */
  boolean hasFrame() {
    if (is(DEAD)) {
      return false;
    }
    boolean data = outbound.bytes() > 0 && sendWindow > 0;
    boolean end = is(FIN_DUE) && !is(FIN_SENT) && outbound.bytes() == 0;
    return data || end || is(SYN_DUE | ACK_DUE) || grantDue();
  }
}
