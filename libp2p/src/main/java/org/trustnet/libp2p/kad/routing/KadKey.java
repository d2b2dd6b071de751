package org.trustnet.libp2p.kad.routing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * A place in the key space: the SHA-256 of a peer ID's bytes, of a multihash or of a record's key,
 * ipfs/specs kad-dht.md "Kademlia keyspace". Four words, the most significant first. The distance
 * of two keys is their exclusive or, read as an unsigned number of 256 bits.
 */
public record KadKey(long w0, long w1, long w2, long w3) {
  /** Bits in a key, and so the number of buckets. */
  public static final int BITS = 256;

  /** Bytes in a key. */
  public static final int BYTES = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Never fed, only cloned. */
  private static final MessageDigest SHA256 = newSha256();

  /** The key of these bytes: a peer ID, a multihash, {@code /ipns/…} or {@code /pk/…}. */
  public static KadKey of(Bytes preimage) {
    MessageDigest digest = sha256();
    preimage.update(digest);
    return ofHash(digest.digest(), 0);
  }

  public static KadKey of(PeerId peer) {
    return of(peer.encode());
  }

  /** The key whose 32 bytes stand in {@code hash} from {@code offset}. */
  public static KadKey ofHash(byte[] hash, int offset) {
    return new KadKey(
        word(hash, offset),
        word(hash, offset + 8),
        word(hash, offset + 16),
        word(hash, offset + 24));
  }

  /** A new SHA-256, for callers that keep one; a clone spares the search for a provider. */
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA256.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** The eight bytes from {@code at}, big-endian. */
  static long word(byte[] hash, int at) {
    return (long) WORD.get(hash, at);
  }

  /** How many leading bits the two share, 0 to 256. */
  public int commonPrefix(KadKey other) {
    return leadingZeros(w0 ^ other.w0, w1 ^ other.w1, w2 ^ other.w2, w3 ^ other.w3);
  }

  /** Their exclusive or. */
  public KadKey distance(KadKey other) {
    return new KadKey(w0 ^ other.w0, w1 ^ other.w1, w2 ^ other.w2, w3 ^ other.w3);
  }

  /** Negative if {@code a} is nearer to this key than {@code b}, 0 if they are the same key. */
  public int compareDistance(KadKey a, KadKey b) {
    int first = Long.compareUnsigned(w0 ^ a.w0, w0 ^ b.w0);
    if (first != 0) {
      return first;
    }
    int second = Long.compareUnsigned(w1 ^ a.w1, w1 ^ b.w1);
    if (second != 0) {
      return second;
    }
    int third = Long.compareUnsigned(w2 ^ a.w2, w2 ^ b.w2);
    return third != 0 ? third : Long.compareUnsigned(w3 ^ a.w3, w3 ^ b.w3);
  }

  /** The 32 bytes. */
  public Bytes toBytes() {
    byte[] bytes = new byte[BYTES];
    WORD.set(bytes, 0, w0);
    WORD.set(bytes, 8, w1);
    WORD.set(bytes, 16, w2);
    WORD.set(bytes, 24, w3);
    return Bytes.wrap(bytes);
  }

  static int leadingZeros(long x0, long x1, long x2, long x3) {
    if (x0 != 0) {
      return Long.numberOfLeadingZeros(x0);
    }
    if (x1 != 0) {
      return 64 + Long.numberOfLeadingZeros(x1);
    }
    return x2 != 0 ? 128 + Long.numberOfLeadingZeros(x2) : 192 + Long.numberOfLeadingZeros(x3);
  }

  @Override
  public String toString() {
    return toBytes().toHex();
  }
}
