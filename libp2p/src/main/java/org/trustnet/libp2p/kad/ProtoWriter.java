package org.trustnet.libp2p.kad;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Varint;

/** Writes protobuf fields into an array that its owner made large enough. For one thread. */
final class ProtoWriter {
  private final byte[] buffer;
  private int position;

  ProtoWriter(byte[] buffer) {
    this.buffer = buffer;
  }

  /** Starts over at {@code at}. */
  ProtoWriter at(int at) {
    position = at;
    return this;
  }

  int position() {
    return position;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Bytes that a field of {@code length} bytes takes with tag (of one byte) and length. */
  static int sizeOf(int length) {
    return 1 + Varint.size(length) + length;
  }

  void number(int field, long value) {
    tag(field, ProtoCursor.VARINT);
    position = Varint.write(value, buffer, position);
  }

  void bytes(int field, Bytes value) {
    head(field, value.length());
    position += value.copyTo(buffer, position);
  }

  void bytes(int field, byte[] source, int from, int to) {
    head(field, to - from);
    System.arraycopy(source, from, buffer, position, to - from);
    position += to - from;
  }

  /** Tag and length of a field whose {@code length} bytes follow. */
  void head(int field, int length) {
    tag(field, ProtoCursor.LENGTH);
    position = Varint.write(length, buffer, position);
  }

  private void tag(int field, int wireType) {
    buffer[position++] = (byte) (field << 3 | wireType);
  }
}
