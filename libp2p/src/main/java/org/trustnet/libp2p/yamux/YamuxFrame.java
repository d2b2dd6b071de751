package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;

/**
 * The header of a frame: version (0), type, flags (2 bytes), stream (4), length (4), big-endian.
 * hashicorp/yamux spec.md "Framing".
 */
final class YamuxFrame {
  static final int HEADER_BYTES = 12;

  static final int DATA = 0;
  static final int WINDOW_UPDATE = 1;
  static final int PING = 2;
  static final int GO_AWAY = 3;

  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  static final int GO_AWAY_NORMAL = 0;
  static final int GO_AWAY_PROTOCOL_ERROR = 1;
  static final int GO_AWAY_INTERNAL_ERROR = 2;

  /** The number that frames about the connection itself carry. */
  static final int SESSION = 0;

  private YamuxFrame() {}

  /** Appends a header; {@code type} and {@code flags} are a byte and two bytes. */
  static void header(ByteBuf out, int type, int flags, int stream, int length) {
    out.writeInt(type << 16 | flags);
    out.writeInt(stream);
    out.writeInt(length);
  }
}
