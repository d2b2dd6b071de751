package org.trustnet.libp2p.multistream;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;

/**
 * Cuts messages out of buffers that may end anywhere. Holds memory only between the parts of a
 * message that came in several, and then no more than its length. Belongs to one thread.
 */
final class MessageReader {
  /** Longest message, in bytes with its line feed: go-multistream reads no more. */
  static final int MAX_BYTES = 1_024;

  /** A length up to {@link #MAX_BYTES} takes two bytes. */
  private static final int MAX_LENGTH_BYTES = 2;

  private static final int UNKNOWN = -1;

  private int lengthSoFar;
  private int lengthBytes;
  private int length = UNKNOWN;
  private byte @Nullable [] partial;
  private int have;

  /**
   * The next message without its line feed, or null while it is not complete. Bytes that are not
   * UTF-8 become replacement characters, which no protocol has in its name.
   *
   * @throws WireException if it is too long or malformed
   */
  @Nullable String next(ByteBuf in) {
    if (length == UNKNOWN && !readLength(in)) {
      return null;
    }
    if (partial == null && in.readableBytes() >= length) {
      checkLineFeed(in.getByte(in.readerIndex() + length - 1));
      String message = in.toString(in.readerIndex(), length - 1, StandardCharsets.UTF_8);
      in.skipBytes(length);
      length = UNKNOWN;
      return message;
    }
    return collect(in);
  }

  private boolean readLength(ByteBuf in) {
    while (in.isReadable()) {
      int b = in.readUnsignedByte();
      lengthSoFar |= (b & 0x7f) << (7 * lengthBytes++);
      if (b < 0x80) {
        if (b == 0) {
          throw WireException.stream(Code.MALFORMED, "an empty message or an overlong length");
        }
        if (lengthSoFar > MAX_BYTES) {
          throw tooLong();
        }
        length = lengthSoFar;
        lengthSoFar = 0;
        lengthBytes = 0;
        return true;
      }
      if (lengthBytes == MAX_LENGTH_BYTES) {
        throw tooLong();
      }
    }
    return false;
  }

  private @Nullable String collect(ByteBuf in) {
    byte[] bytes = partial == null ? new byte[length] : partial;
    int count = Math.min(in.readableBytes(), length - have);
    in.readBytes(bytes, have, count);
    have += count;
    if (have < length) {
      partial = bytes;
      return null;
    }
    checkLineFeed(bytes[length - 1]);
    String message = new String(bytes, 0, length - 1, StandardCharsets.UTF_8);
    partial = null;
    have = 0;
    length = UNKNOWN;
    return message;
  }

  private static void checkLineFeed(byte last) {
    if (last != '\n') {
      throw WireException.stream(Code.MALFORMED, "a message without a line feed at its end");
    }
  }

  private static WireException tooLong() {
    return WireException.stream(Code.TOO_LARGE, "a message of more than " + MAX_BYTES + " bytes");
  }
}
