package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import org.trustnet.libp2p.WireException;

/**
 * Cuts bytes into headers and pieces of payload wherever the chunks end, and holds nothing but an
 * unfinished header. Payload is passed on as it comes: a frame need not be complete.
 */
final class YamuxDecoder {
  private long head;
  private int tail;
  private int headerBytes;
  private int payloadLeft;

  /**
   * Reads one header or one piece of payload from {@code in}, as far as it goes.
   *
   * @throws WireException from the check of the header or from {@code session}; the decoder has
   *     then passed what it names and can go on
   */
  void step(ByteBuf in, YamuxSession session, long nowNanos) {
    if (payloadLeft > 0) {
      int length = Math.min(payloadLeft, in.readableBytes());
      payloadLeft -= length;
      session.onPayload(in, length, payloadLeft);
    } else if (header(in)) {
      headerBytes = 0;
      dispatch(session, nowNanos);
    }
  }

  private boolean header(ByteBuf in) {
    if (headerBytes == 0 && in.readableBytes() >= YamuxFrame.HEADER_BYTES) {
      head = in.readLong();
      tail = in.readInt();
      return true;
    }
    while (headerBytes < YamuxFrame.HEADER_BYTES && in.isReadable()) {
      int next = in.readUnsignedByte();
      if (headerBytes++ < Long.BYTES) {
        head = head << 8 | next;
      } else {
        tail = tail << 8 | next;
      }
    }
    return headerBytes == YamuxFrame.HEADER_BYTES;
  }

  private void dispatch(YamuxSession session, long nowNanos) {
    int version = (int) (head >>> 56);
    int type = (int) (head >>> 48) & 0xff;
    int flags = (int) (head >>> 32) & 0xffff;
    int stream = (int) head;
    if (version != 0) {
      throw malformed("version " + version);
    }
    switch (type) {
      case YamuxFrame.DATA -> {
        if (Integer.compareUnsigned(tail, YamuxConfig.WINDOW_BYTES) > 0) {
          throw WireException.connection(
              WireException.Code.TOO_LARGE, "yamux: a frame larger than any window of ours");
        }
        payloadLeft = tail;
        session.onData(flags, stream, tail, nowNanos);
      }
      case YamuxFrame.WINDOW_UPDATE ->
          session.onWindowUpdate(flags, stream, Integer.toUnsignedLong(tail), nowNanos);
      case YamuxFrame.PING -> session.onPing(flags, tail, nowNanos);
      case YamuxFrame.GO_AWAY -> session.onGoAway(Integer.toUnsignedLong(tail));
      default -> throw malformed("type " + type);
    }
  }

  private static WireException malformed(String what) {
    return WireException.connection(WireException.Code.MALFORMED, "yamux: " + what);
  }
}
