package org.trustnet.ipns.unixfs;

import java.io.ByteArrayOutputStream;
import org.trustnet.multiformats.Bytes;

/**
 * Walks the fields of one protobuf message without copying it. Varints of up to 64 bits are taken
 * in any length, as Go's reader does; groups are refused.
 */
final class ProtoCursor {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  private static final int MAX_VARINT_BYTES = 10;
  private static final long MAX_FIELD = (1 << 29) - 1;

  private final Bytes message;
  private int position;
  private int field;
  private int wireType;

  ProtoCursor(Bytes message) {
    this.message = message;
  }

  /** Moves to the next field; false at the end. */
  boolean next() throws MalformedNodeException {
    if (position == message.length()) {
      return false;
    }
    long tag = varint();
    long number = tag >>> 3;
    if (number == 0 || number > MAX_FIELD) {
      throw new MalformedNodeException("field number " + number);
    }
    field = (int) number;
    wireType = (int) (tag & 7);
    return true;
  }

  int field() {
    return field;
  }

  /** Fails unless the current field has this wire type. */
  void expect(int type) throws MalformedNodeException {
    if (wireType != type) {
      throw new MalformedNodeException("field " + field + " has wire type " + wireType);
    }
  }

  boolean is(int type) {
    return wireType == type;
  }

  /** The current field's value, 64 bits. */
  long varint() throws MalformedNodeException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      need(1);
      int b = message.unsigned(position++);
      if (i == MAX_VARINT_BYTES - 1 && b > 1) {
        throw new MalformedNodeException("varint is longer than 64 bits");
      }
      value |= (long) (b & 0x7f) << (7 * i);
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedNodeException("varint is longer than 64 bits");
  }

  /** The current field's value, sharing the storage of the message. */
  Bytes bytes() throws MalformedNodeException {
    long length = varint();
    need(length);
    Bytes value = message.slice(position, position + (int) length);
    position += (int) length;
    return value;
  }

  void skip() throws MalformedNodeException {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> take(8);
      case LENGTH_DELIMITED -> bytes();
      case FIXED32 -> take(4);
      default -> throw new MalformedNodeException("wire type " + wireType);
    }
  }

  boolean atEnd() {
    return position == message.length();
  }

  private void take(int count) throws MalformedNodeException {
    need(count);
    position += count;
  }

  private void need(long count) throws MalformedNodeException {
    if (count < 0 || count > message.length() - position) {
      throw new MalformedNodeException("cut off in field " + field);
    }
  }

  static void writeVarint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  static void writeNumber(ByteArrayOutputStream out, int field, long value) {
    writeVarint(out, (long) field << 3 | VARINT);
    writeVarint(out, value);
  }

  static void writeBytes(ByteArrayOutputStream out, int field, Bytes value) {
    writeVarint(out, (long) field << 3 | LENGTH_DELIMITED);
    writeVarint(out, value.length());
    out.writeBytes(value.toArray());
  }
}
