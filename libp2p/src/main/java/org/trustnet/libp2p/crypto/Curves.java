package org.trustnet.libp2p.crypto;

/**
 * Ed25519 and X25519 of one provider. Arrays are raw keys of 32 bytes and signatures of 64; lengths
 * were checked by the caller, and for {@link #verify} also what {@link EdwardsPoint} checks.
 * Implementations are safe on any thread.
 */
sealed interface Curves permits BouncyCastleCurves, ConscryptCurves {
  /** The Ed25519 public key of a seed. */
  byte[] edPublicKey(byte[] seed);

  /** The Ed25519 signature, RFC 8032 (no context, no pre-hash). */
  byte[] sign(byte[] seed, byte[] publicKey, byte[] message);

  /**
   * The equation of RFC 8032 without the cofactor; false as well if a point is not on the curve.
   */
  boolean verify(byte[] publicKey, byte[] message, byte[] signature);

  /** X25519 of RFC 7748; all zero if {@code u} is of small order. */
  byte[] agree(byte[] scalar, byte[] u);

  /** Conscrypt where its native library loads, Bouncy Castle elsewhere. */
  static Curves best() {
    return Best.CURVES;
  }

  /** Chosen once, at first use. */
  final class Best {
    static final Curves CURVES =
        ConscryptCurves.load().<Curves>map(c -> c).orElseGet(BouncyCastleCurves::new);

    private Best() {}
  }
}
