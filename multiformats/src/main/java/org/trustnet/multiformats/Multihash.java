package org.trustnet.multiformats;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A hash with the code of its function in front: {@code <varint code><varint length><digest>},
 * multiformats/multihash. Ordered by its bytes.
 *
 * @param code the function's multicodec
 * @param digest the digest, at most {@link #MAX_DIGEST} bytes
 */
public record Multihash(long code, Bytes digest) implements Comparable<Multihash> {
  public static final long IDENTITY = 0x00;
  public static final long SHA2_256 = 0x12;

  /** Longest digest, in bytes: what boxo allows for an identity hash. */
  public static final int MAX_DIGEST = 128;

  public Multihash {
    if (code < 0 || digest.length() > MAX_DIGEST) {
      throw new MultiformatException(
          "multihash digest of " + digest.length() + " bytes, at most " + MAX_DIGEST);
    }
    if (code == SHA2_256 && digest.length() != 32) {
      throw new MultiformatException("sha2-256 digest of " + digest.length() + " bytes, not 32");
    }
    digest = digest.compact();
  }

  /** The SHA-256 of {@code content}. */
  public static Multihash sha256(Bytes content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      content.update(digest);
      return new Multihash(SHA2_256, Bytes.wrap(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  public static Multihash identity(Bytes content) {
    return new Multihash(IDENTITY, content);
  }

  /**
   * Reads one multihash that fills {@code bytes}.
   *
   * @throws MultiformatException if it is malformed or bytes are left over
   */
  public static Multihash decode(Bytes bytes) {
    ByteReader reader = new ByteReader(bytes);
    Multihash hash = read(reader);
    if (!reader.atEnd()) {
      throw new MultiformatException(reader.remaining() + " stray bytes after the multihash");
    }
    return hash;
  }

  static Multihash read(ByteReader reader) {
    long code = reader.uvarint();
    long length = reader.uvarint();
    if (length > MAX_DIGEST) {
      throw new MultiformatException(
          "multihash digest of " + length + " bytes, at most " + MAX_DIGEST);
    }
    return new Multihash(code, reader.take(length));
  }

  public Bytes encode() {
    return Bytes.concat(Varint.encode(code), Varint.encode(digest.length()), digest);
  }

  @Override
  public int compareTo(Multihash other) {
    return encode().compareTo(other.encode());
  }

  /** Base 58, as peer IDs and CIDv0 are written. */
  @Override
  public String toString() {
    return Multibase.BASE58BTC.encodeBare(encode());
  }
}
