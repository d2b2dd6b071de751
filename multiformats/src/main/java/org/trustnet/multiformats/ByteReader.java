package org.trustnet.multiformats;

/**
 * A cursor over {@link Bytes} that checks every length before it is used. Not safe on several
 * threads at once.
 */
public final class ByteReader {
  private final Bytes bytes;
  private int position;

  public ByteReader(Bytes bytes) {
    this.bytes = bytes;
  }

  public int position() {
    return position;
  }

  public int remaining() {
    return bytes.length() - position;
  }

  public boolean atEnd() {
    return remaining() == 0;
  }

  /** The next byte as 0 to 255. */
  public int unsignedByte() {
    need(1);
    return bytes.unsigned(position++);
  }

  /**
   * The next unsigned varint.
   *
   * @throws MultiformatException if it is cut off, longer than 63 bits or not in shortest form
   */
  public long uvarint() {
    long value = 0;
    for (int i = 0; i < Varint.MAX_BYTES; i++) {
      int b = unsignedByte();
      value |= (long) (b & 0x7f) << (7 * i);
      if (b < 0x80) {
        if (b == 0 && i > 0) {
          throw new MultiformatException("varint is not in its shortest form");
        }
        return value;
      }
    }
    throw new MultiformatException("varint is longer than 63 bits");
  }

  /** The next {@code count} bytes, sharing the storage of the source. */
  public Bytes take(long count) {
    need(count);
    Bytes taken = bytes.slice(position, position + (int) count);
    position += (int) count;
    return taken;
  }

  /** Everything that is left. */
  public Bytes rest() {
    return take(remaining());
  }

  private void need(long count) {
    if (count < 0 || count > remaining()) {
      throw new MultiformatException(
          "cut off: " + count + " bytes wanted, " + remaining() + " left");
    }
  }
}
