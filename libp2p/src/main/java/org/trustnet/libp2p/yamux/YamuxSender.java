package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a session: streams that have something to say take turns of one data frame
 * each while the socket takes it. Counts what waits, and calls those back that waited for room in
 * the order in which they were held up.
 */
final class YamuxSender {
  private final YamuxConfig.BufferLimits limits;
  private final YamuxEffects out;
  private final YamuxSession session;
  private @Nullable YamuxStream readyHead;
  private @Nullable YamuxStream readyTail;
  private @Nullable YamuxStream roomHead;
  private @Nullable YamuxStream roomTail;
  private int waitingBytes;

  YamuxSender(YamuxConfig.BufferLimits limits, YamuxEffects out, YamuxSession session) {
    this.limits = limits;
    this.out = out;
    this.session = session;
  }

  /** Bytes that wait on all streams. */
  int waitingBytes() {
    return waitingBytes;
  }

  /**
   * Queues {@code data}, which is taken over.
   *
   * @return whether the marks and the peer's memory allow it; if not, the stream must be reset
   */
  boolean write(YamuxStream stream, ByteBuf data) {
    int more = data.readableBytes();
    if ((long) stream.outbound.bytes() + more > 2L * limits.streamHighWater()
        || (long) waitingBytes + more > 2L * limits.connectionHighWater()
        || !session.memory().reserve(more)) {
      data.release();
      return false;
    }
    stream.outbound.add(data);
    waitingBytes += more;
    writable(stream);
    return true;
  }

  /** Whether the stream may write; if not, it will be called back. */
  boolean writable(YamuxStream stream) {
    if (waitingBytes >= limits.connectionHighWater()) {
      stream.set(YamuxStream.BLOCKED);
      queueForRoom(stream);
      return false;
    }
    if (stream.outbound.bytes() >= limits.streamHighWater()) {
      stream.set(YamuxStream.BLOCKED);
      return false;
    }
    return true;
  }

  /** Puts the stream in the line of those that have something to say. */
  void due(YamuxStream stream) {
    if (stream.hasFrame()) {
      enqueue(stream);
      out.wake();
    }
  }

  /** The stream is about to be killed: what waits on it is no longer counted. */
  void forget(YamuxStream stream) {
    waitingBytes -= stream.outbound.bytes();
    session.memory().release(stream.outbound.bytes());
  }

  /** Sends while the socket takes it. */
  void pump() {
    for (YamuxStream stream = readyHead; stream != null && out.writable(); stream = readyHead) {
      dequeue(stream);
      if (!stream.is(YamuxStream.DEAD)) {
        emit(stream);
        if (stream.hasFrame()) {
          enqueue(stream);
        }
      }
    }
    while (roomHead != null && waitingBytes < limits.connectionHighWater()) {
      tellRoom(roomHead);
    }
  }

  /**
   * The end never shares a frame with payload: go-yamux and js-yamux look at the flags first, and a
   * reader that is woken by the end, or a stream that is closed by it, loses the payload.
   */
  private void emit(YamuxStream stream) {
    int flags = openingFlags(stream);
    int length =
        Math.min(Math.min(stream.outbound.bytes(), stream.sendWindow), limits.framePayload());
    boolean end =
        stream.is(YamuxStream.FIN_DUE)
            && !stream.is(YamuxStream.FIN_SENT)
            && stream.outbound.bytes() == 0;
    if (stream.grantDue() || flags != 0 && length == 0 && !end) {
      out.frame(YamuxFrame.WINDOW_UPDATE, flags, stream.number(), stream.credit);
      stream.receiveWindow += stream.credit;
      stream.credit = 0;
      flags = 0;
    }
    if (length > 0 || end) {
      sendData(stream, end ? flags | YamuxFrame.FIN : flags, length);
    }
    if (end) {
      stream.set(YamuxStream.FIN_SENT);
      session.endSent(stream);
    }
    if (stream.is(YamuxStream.BLOCKED)) {
      afterRoom(stream);
    }
  }

  private static int openingFlags(YamuxStream stream) {
    int flags = stream.is(YamuxStream.SYN_DUE) ? YamuxFrame.SYN : 0;
    flags |= stream.is(YamuxStream.ACK_DUE) ? YamuxFrame.ACK : 0;
    stream.clear(YamuxStream.SYN_DUE | YamuxStream.ACK_DUE);
    return flags;
  }

  private void sendData(YamuxStream stream, int flags, int length) {
    out.frame(YamuxFrame.DATA, flags, stream.number(), length);
    stream.sendWindow -= length;
    waitingBytes -= length;
    session.memory().release(length);
    int left = length;
    while (left > 0) {
      ByteBuf piece = stream.outbound.take(left);
      if (piece == null) {
        throw new IllegalStateException("fewer bytes wait than were counted");
      }
      left -= piece.readableBytes();
      out.payload(piece);
    }
  }

  private void afterRoom(YamuxStream stream) {
    if (stream.outbound.bytes() > limits.streamHighWater() / 2) {
      return;
    }
    if (waitingBytes < limits.connectionHighWater() && roomHead == null) {
      session.tellRoom(stream);
    } else {
      queueForRoom(stream);
    }
  }

  private void tellRoom(YamuxStream stream) {
    roomHead = stream.nextForRoom;
    roomTail = roomHead == null ? null : roomTail;
    stream.nextForRoom = null;
    stream.clear(YamuxStream.QUEUED_FOR_ROOM);
    boolean waits = stream.is(YamuxStream.BLOCKED) && !stream.is(YamuxStream.DEAD);
    if (waits && stream.outbound.bytes() <= limits.streamHighWater() / 2) {
      session.tellRoom(stream);
    }
  }

  private void queueForRoom(YamuxStream stream) {
    if (stream.is(YamuxStream.QUEUED_FOR_ROOM)) {
      return;
    }
    stream.set(YamuxStream.QUEUED_FOR_ROOM);
    if (roomTail == null) {
      roomHead = stream;
    } else {
      roomTail.nextForRoom = stream;
    }
    roomTail = stream;
  }

  private void enqueue(YamuxStream stream) {
    if (stream.is(YamuxStream.READY)) {
      return;
    }
    stream.set(YamuxStream.READY);
    if (readyTail == null) {
      readyHead = stream;
    } else {
      readyTail.nextReady = stream;
    }
    readyTail = stream;
  }

  private void dequeue(YamuxStream stream) {
    readyHead = stream.nextReady;
    readyTail = readyHead == null ? null : readyTail;
    stream.nextReady = null;
    stream.clear(YamuxStream.READY);
  }
}
