package org.trustnet.libp2p.crypto;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.trustnet.multiformats.Bytes;

/** A key pair for X25519, RFC 7748. Immutable and safe on any thread. */
public final class X25519KeyPair {
  /** Length of a private key, a public key and a shared secret, in bytes. */
  public static final int BYTES = 32;

  private final Curves curves;
  private final byte[] scalar;
  private final Bytes publicKey;

  X25519KeyPair(Curves curves, Bytes scalar) {
    if (scalar.length() != BYTES) {
      throw new IllegalArgumentException("an X25519 private key has 32 bytes");
    }
    this.curves = curves;
    this.scalar = scalar.toArray();
    byte[] point = new byte[BYTES];
    X25519.scalarMultBase(this.scalar, 0, point, 0);
    this.publicKey = Bytes.wrap(point);
  }

  /**
   * The pair of a private key.
   *
   * @param scalar 32 bytes, of which RFC 7748 fixes five bits
   */
  public static X25519KeyPair of(Bytes scalar) {
    return new X25519KeyPair(Curves.best(), scalar);
  }

  /** A new pair; {@code random} is a {@link java.security.SecureRandom} outside tests. */
  public static X25519KeyPair generate(RandomGenerator random) {
    byte[] scalar = new byte[BYTES];
    random.nextBytes(scalar);
    return of(Bytes.wrap(scalar));
  }

  /** 32 bytes. */
  public Bytes publicKey() {
    return publicKey;
  }

  /**
   * The secret shared with the owner of a public key, 32 bytes; empty if that key is not of 32
   * bytes or of small order, which would make the secret known to everyone (RFC 7748 section 6.1).
   */
  public Optional<Bytes> agree(Bytes peerPublicKey) {
    if (peerPublicKey.length() != BYTES) {
      return Optional.empty();
    }
    byte[] secret = curves.agree(scalar, peerPublicKey.toArray());
    int bits = 0;
    for (byte b : secret) {
      bits |= b;
    }
    return bits == 0 ? Optional.empty() : Optional.of(Bytes.wrap(secret));
  }
}
