package org.trustnet.libp2p.crypto;

import java.util.random.RandomGenerator;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PublicKey;

/** Makes keys, and judges those of others. Safe on any thread. */
public final class Keys {
  /** Smallest RSA modulus, in bits: what go-libp2p accepts. */
  public static final int MIN_RSA_BITS = 2_048;

  /**
   * Largest RSA modulus, in bits: what go-libp2p and js-libp2p accept; bounds the work to verify.
   */
  public static final int MAX_RSA_BITS = 8_192;

  /** Largest RSA public exponent, in bits: Go's limit; a long one makes a verification slow. */
  public static final int MAX_RSA_EXPONENT_BITS = 31;

  /** Modulus of the RSA keys we make, in bits: what Kubo makes. */
  static final int NEW_RSA_BITS = 2_048;

  private Keys() {}

  /**
   * A new key. An RSA key takes some 100 ms.
   *
   * @param random where the secret comes from: a {@link java.security.SecureRandom} for every key
   *     that is to be a secret, a seeded generator in tests only
   */
  public static PrivateKey generate(KeyType type, RandomGenerator random) {
    return PrivateKey.of(type, KeyScheme.of(type).generate(random));
  }

  /**
   * Whether {@code key} is one that signatures can be verified with: RSA within the limits above
   * and in canonical DER, an Ed25519 point in canonical form and not of small order, a compressed
   * secp256k1 point on the curve, an ECDSA key on P-256, P-384 or P-521.
   */
  public static KeyCheck check(PublicKey key) {
    return KeyScheme.of(key.type()).check(key.data());
  }
}
