package org.trustnet.ipns.blocks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Xof;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;

/**
 * The hash functions that may name a block: the list of boxo's {@code verifcid/allowlist.go}. A
 * digest may be cut short, to {@link #MIN_DIGEST} bytes at least, as go-multihash allows.
 */
public final class BlockHash {
  /** Shortest digest, in bytes; an identity hash may be shorter. */
  public static final int MIN_DIGEST = 20;

  /** 64 bytes: what go-multihash takes from SHAKE-256. */
  private static final int SHAKE_256_BYTES = 64;

  private static final long BLAKE2B_BASE = 0xb200;
  private static final long BLAKE2S_BASE = 0xb240;

  private BlockHash() {}

  /** Whether a block may be named by {@code hash}. */
  public static boolean permitted(Multihash hash) {
    return hash.code() == Multihash.IDENTITY
        || hash.digest().length() >= MIN_DIGEST
            && hash.digest().length() <= digestLength(hash.code());
  }

  /** Whether {@code hash} is permitted and is the hash of {@code data}. */
  public static boolean matches(Multihash hash, Bytes data) {
    return sum(hash.code(), hash.digest().length(), data).filter(hash::equals).isPresent();
  }

  /**
   * The hash of {@code data}.
   *
   * @param code multicodec of the function
   * @param length of the digest, in bytes
   * @return empty if the function is not on the list or has no digest of this length
   */
  public static Optional<Multihash> sum(long code, long length, Bytes data) {
    if (code == Multihash.IDENTITY) {
      return length == data.length() && length <= Multihash.MAX_DIGEST
          ? Optional.of(Multihash.identity(data))
          : Optional.empty();
    }
    if (length < MIN_DIGEST || length > digestLength(code)) {
      return Optional.empty();
    }
    return Optional.of(new Multihash(code, digest(code, data).slice(0, (int) length)));
  }

  /** Length of the function's digest in bytes; 0 if it is not on the list. */
  private static int digestLength(long code) {
    int blake2 = blake2Length(code);
    if (blake2 > 0) {
      return blake2 >= MIN_DIGEST ? blake2 : 0;
    }
    return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
      case 0x11 -> 20;
      case 0x17, 0x1a -> 28;
      case 0x12, 0x16, 0x1b, 0x56 -> 32;
      case 0x15, 0x1c -> 48;
      case 0x13, 0x14, 0x1d -> 64;
      case 0x19 -> SHAKE_256_BYTES;
      case 0x1e -> Multihash.MAX_DIGEST;
      default -> 0;
    };
  }

  /** Length that a BLAKE2 code stands for; 0 for every other code. */
  private static int blake2Length(long code) {
    if (code > BLAKE2B_BASE && code <= BLAKE2B_BASE + 64) {
      return (int) (code - BLAKE2B_BASE);
    }
    return code > BLAKE2S_BASE && code <= BLAKE2S_BASE + 32 ? (int) (code - BLAKE2S_BASE) : 0;
  }

  private static Bytes digest(long code, Bytes data) {
    int blake2 = blake2Length(code);
    if (blake2 > 0) {
      return code <= BLAKE2B_BASE + 64
          ? light(new Blake2bDigest(8 * blake2), data)
          : light(new Blake2sDigest(8 * blake2), data);
    }
    return switch ((int) code) {
      case 0x11 -> jdk("SHA-1", data);
      case 0x12 -> jdk("SHA-256", data);
      case 0x13 -> jdk("SHA-512", data);
      case 0x14 -> jdk("SHA3-512", data);
      case 0x15 -> jdk("SHA3-384", data);
      case 0x16 -> jdk("SHA3-256", data);
      case 0x17 -> jdk("SHA3-224", data);
      case 0x19 -> xof(new SHAKEDigest(256), SHAKE_256_BYTES, data);
      case 0x1a -> light(new KeccakDigest(224), data);
      case 0x1b -> light(new KeccakDigest(256), data);
      case 0x1c -> light(new KeccakDigest(384), data);
      case 0x1d -> light(new KeccakDigest(512), data);
      case 0x1e -> xof(new Blake3Digest(256), Multihash.MAX_DIGEST, data);
      case 0x56 -> jdk("SHA-256", jdk("SHA-256", data));
      default -> throw new IllegalArgumentException("hash function " + code);
    };
  }

  private static Bytes jdk(String algorithm, Bytes data) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      data.update(digest);
      return Bytes.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + algorithm, e);
    }
  }

  private static Bytes light(Digest digest, Bytes data) {
    digest.update(data.toArray(), 0, data.length());
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return Bytes.wrap(out);
  }

  private static Bytes xof(Xof digest, int length, Bytes data) {
    digest.update(data.toArray(), 0, data.length());
    byte[] out = new byte[length];
    digest.doFinal(out, 0, length);
    return Bytes.wrap(out);
  }
}
