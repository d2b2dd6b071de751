package org.trustnet.libp2p.crypto;

import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;

/**
 * One key type: how its keys are read, made, checked and used. Implementations hold no state and
 * are safe on any thread.
 */
sealed interface KeyScheme permits EcdsaScheme, Ed25519Scheme, RsaScheme, Secp256k1Scheme {
  /** Signs a message with one private key. */
  @FunctionalInterface
  interface Signer {
    Bytes sign(Bytes message);
  }

  /**
   * A private key that was read and checked.
   *
   * @param data the private key in its current libp2p encoding
   * @param publicData the public key in its libp2p encoding
   * @param signer signs with it
   */
  record Loaded(Bytes data, Bytes publicData, Signer signer) {}

  static KeyScheme of(KeyType type) {
    return switch (type) {
      case ED25519 -> Ed25519Scheme.INSTANCE;
      case RSA -> RsaScheme.INSTANCE;
      case ECDSA -> EcdsaScheme.INSTANCE;
      case SECP256K1 -> Secp256k1Scheme.INSTANCE;
    };
  }

  /** Whether {@code publicData} is a usable key. Reads every byte of it; never throws. */
  KeyCheck check(Bytes publicData);

  /** Whether {@code signature} is one over {@code message} by this key. Never throws. */
  boolean verify(Bytes publicData, Bytes message, Bytes signature);

  /**
   * Reads a private key in any encoding that libp2p has used.
   *
   * @throws MultiformatException if it is none
   */
  Loaded load(Bytes privateData);

  /** A new private key, in its libp2p encoding. */
  Bytes generate(RandomGenerator random);

  /** The key as PKCS#8, in the form Go's {@code x509.MarshalPKCS8PrivateKey} writes. */
  PrivateKeyInfo toPkcs8(Bytes privateData);

  /**
   * The libp2p encoding of a PKCS#8 key of this type.
   *
   * @throws MultiformatException if it is none
   */
  Bytes fromPkcs8(PrivateKeyInfo info);
}
