package org.trustnet.multiformats;

/**
 * The unsigned varint of multiformats/unsigned-varint: base 128, least significant group first, at
 * most 9 bytes (63 bits), shortest form only.
 */
public final class Varint {
  public static final int MAX_BYTES = 9;

  private Varint() {}

  /**
   * How many bytes {@code value} takes.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static int size(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("not an unsigned 63-bit number: " + value);
    }
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  /** Writes {@code value} into {@code target} from {@code at}; returns the index after it. */
  public static int write(long value, byte[] target, int at) {
    long rest = value;
    int i = at;
    for (int left = size(value); left > 1; left--) {
      target[i++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[i++] = (byte) rest;
    return i;
  }

  public static Bytes encode(long value) {
    byte[] bytes = new byte[size(value)];
    write(value, bytes, 0);
    return Bytes.wrap(bytes);
  }
}
