package org.trustnet.multiformats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable string of bytes. Equal by content; ordered lexicographically with bytes unsigned.
 * {@link #slice} shares the storage, so a small slice keeps its whole parent alive: {@link
 * #compact} copies it out.
 */
public final class Bytes implements Comparable<Bytes> {
  private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] storage;
  private final int offset;
  private final int length;

  private Bytes(byte[] storage, int offset, int length) {
    this.storage = storage;
    this.offset = offset;
    this.length = length;
  }

  public static Bytes empty() {
    return EMPTY;
  }

  /** A copy of {@code bytes}. */
  public static Bytes copyOf(byte... bytes) {
    return wrap(bytes.clone());
  }

  /** A copy of {@code length} bytes from {@code offset}. */
  public static Bytes copyOf(byte[] bytes, int offset, int length) {
    return wrap(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** Takes the array over without a copy: the caller must not write to it any more. */
  public static Bytes wrap(byte[] owned) {
    return owned.length == 0 ? EMPTY : new Bytes(owned, 0, owned.length);
  }

  /** A copy of the remaining bytes of {@code buffer}, whose position does not move. */
  public static Bytes copyOf(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(buffer.position(), copy);
    return wrap(copy);
  }

  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Bytes of hexadecimal digits, two a byte, either case.
   *
   * @throws MultiformatException if the text is not hexadecimal
   */
  public static Bytes hex(String digits) {
    try {
      return wrap(HexFormat.of().parseHex(digits));
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("not hexadecimal: " + e.getMessage());
    }
  }

  public static Bytes concat(Bytes... parts) {
    int total = 0;
    for (Bytes part : parts) {
      total = Math.addExact(total, part.length);
    }
    byte[] all = new byte[total];
    int at = 0;
    for (Bytes part : parts) {
      at += part.copyTo(all, at);
    }
    return wrap(all);
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at {@code index}, signed. */
  public byte at(int index) {
    return storage[offset + java.util.Objects.checkIndex(index, length)];
  }

  /** The byte at {@code index} as 0 to 255. */
  public int unsigned(int index) {
    return at(index) & 0xff;
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive), sharing this storage. */
  public Bytes slice(int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, length);
    return from == to ? EMPTY : new Bytes(storage, offset + from, to - from);
  }

  public Bytes slice(int from) {
    return slice(from, length);
  }

  /** The same bytes, holding on to no larger storage. */
  public Bytes compact() {
    return length == storage.length ? this : wrap(toArray());
  }

  public boolean startsWith(Bytes prefix) {
    return length >= prefix.length && slice(0, prefix.length).equals(prefix);
  }

  /** A new array with these bytes. */
  public byte[] toArray() {
    return Arrays.copyOfRange(storage, offset, offset + length);
  }

  /** Copies all bytes into {@code target} from {@code at}; returns how many. */
  public int copyTo(byte[] target, int at) {
    System.arraycopy(storage, offset, target, at, length);
    return length;
  }

  /** A read-only view of these bytes, position 0. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(storage, offset, length).slice().asReadOnlyBuffer();
  }

  /** Feeds these bytes to {@code digest} without a copy. */
  public void update(MessageDigest digest) {
    digest.update(storage, offset, length);
  }

  public String toHex() {
    return HexFormat.of().formatHex(storage, offset, offset + length);
  }

  /**
   * These bytes as UTF-8 text.
   *
   * @throws MultiformatException if they are not valid UTF-8
   */
  public String toUtf8() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(asByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new MultiformatException("not UTF-8 text (" + length + " bytes)");
    }
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(
        storage, offset, offset + length, other.storage, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Bytes other
        && Arrays.equals(
            storage,
            offset,
            offset + length,
            other.storage,
            other.offset,
            other.offset + other.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + storage[offset + i];
    }
    return hash;
  }

  /** Hexadecimal; of long strings the first 32 bytes and the length. */
  @Override
  public String toString() {
    return length <= 64 ? toHex() : slice(0, 32).toHex() + "… (" + length + " bytes)";
  }
}
