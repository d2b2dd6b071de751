package org.trustnet.multiformats;

/** The key types of libp2p, specs peer-ids.md "Keys". */
public enum KeyType {
  /** PKIX public, PKCS#1 private; PKCS#1 v1.5 signatures with SHA-256; 2,048 to 8,192 bits. */
  RSA(0),
  /** 32 raw bytes public, 64 (seed and public) private. */
  ED25519(1),
  /** Compressed 33-byte point public, 32-byte scalar private; DER signatures over SHA-256. */
  SECP256K1(2),
  /** DER SubjectPublicKeyInfo public, DER ECPrivateKey private; DER signatures over SHA-256. */
  ECDSA(3);

  private final byte wire;

  KeyType(int wire) {
    this.wire = (byte) wire;
  }

  /** The number in a key message. */
  byte wire() {
    return wire;
  }

  static KeyType ofWire(long number) {
    for (KeyType type : values()) {
      if (type.wire == number) {
        return type;
      }
    }
    throw new MultiformatException("key type " + number + " is not known");
  }
}
