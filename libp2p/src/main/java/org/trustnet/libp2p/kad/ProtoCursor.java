package org.trustnet.libp2p.kad;

import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;

/**
 * Walks over the fields of one protobuf message in an array, checking every length before it is
 * used. Allocates nothing on its way; reused by {@link #over}. For one thread.
 */
final class ProtoCursor {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;

  private byte[] buffer = new byte[0];
  private int position;
  private int limit;
  private int field;
  private int wireType;
  private long number;
  private int from;
  private int to;

  /** Starts at {@code from}; the message ends before {@code to}. */
  ProtoCursor over(byte[] source, int start, int end) {
    buffer = source;
    position = start;
    limit = end;
    return this;
  }

  /**
   * Steps to the next field.
   *
   * @return false at the end of the message
   * @throws WireException if what follows is no field or is cut off
   */
  boolean next() {
    if (position >= limit) {
      return false;
    }
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw malformed("field number " + (tag >>> 3));
    }
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    switch (wireType) {
      case VARINT -> number = varint();
      case FIXED64 -> skip(8);
      case FIXED32 -> skip(4);
      case LENGTH -> {
        long length = varint();
        from = position;
        skip(length);
        to = position;
      }
      default -> throw malformed("wire type " + wireType);
    }
    return true;
  }

  /** Whether this is field {@code expected} as a number. */
  boolean isNumber(int expected) {
    return field == expected && wireType == VARINT;
  }

  /** Whether this is field {@code expected} as bytes. */
  boolean isBytes(int expected) {
    return field == expected && wireType == LENGTH;
  }

  /** The number of this field. */
  long number() {
    return number;
  }

  /** Where this field's bytes begin. */
  int from() {
    return from;
  }

  /** Where this field's bytes end. */
  int to() {
    return to;
  }

  private void skip(long count) {
    if (count < 0 || count > limit - position) {
      throw malformed("a field of " + count + " bytes, " + (limit - position) + " left");
    }
    position += (int) count;
  }

  /** A protobuf varint: up to ten bytes, not necessarily the shortest form. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= limit) {
        throw malformed("a number is cut off");
      }
      byte b = buffer[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw malformed("a number of more than ten bytes");
  }

  private static WireException malformed(String what) {
    return WireException.stream(Code.MALFORMED, "kad: " + what);
  }
}
