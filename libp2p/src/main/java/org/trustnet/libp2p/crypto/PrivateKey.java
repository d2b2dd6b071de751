package org.trustnet.libp2p.crypto;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/**
 * A private key, read and checked. Equal by its bytes; {@link #toString} shows the public half
 * only. Immutable and safe on any thread.
 */
public final class PrivateKey {
  /** Longest message, in bytes: an RSA key of 8,192 bits takes about 4,700. */
  public static final int MAX_BYTES = 8_192;

  private final KeyType type;
  private final Bytes data;
  private final KeyScheme.Signer signer;
  private final PublicKey publicKey;
  private final PeerId peerId;

  private PrivateKey(KeyType type, KeyScheme.Loaded loaded) {
    this.type = type;
    this.data = loaded.data();
    this.signer = loaded.signer();
    this.publicKey = new PublicKey(type, loaded.publicData());
    this.peerId = publicKey.peerId();
  }

  /**
   * The key with this type and libp2p encoding (specs peer-ids.md "Key types"): Ed25519 seed and
   * public key, 64 bytes, or the old 96 bytes with the public key twice; RSA PKCS#1; ECDSA SEC 1
   * {@code ECPrivateKey}; secp256k1 32 bytes.
   *
   * @throws MultiformatException if the bytes are no usable key of that type
   */
  public static PrivateKey of(KeyType type, Bytes data) {
    return new PrivateKey(type, KeyScheme.of(type).load(data));
  }

  /**
   * Reads the protobuf message {@code PrivateKey{Type=1, Data=2}}, as keys are kept on disk.
   *
   * @throws MultiformatException if it is malformed, too long or no usable key
   */
  public static PrivateKey decode(Bytes message) {
    PublicKey.KeyMessage key = PublicKey.KeyMessage.decode(message, MAX_BYTES);
    return of(key.type(), key.data());
  }

  /** The protobuf message, with the key in its current encoding. Secret. */
  public Bytes encode() {
    return new PublicKey.KeyMessage(type, data).encode();
  }

  /** The key as PKCS#8 in DER, for key stores and other libraries. Secret. */
  public Bytes toPkcs8() {
    return Der.write(KeyScheme.of(type).toPkcs8(data));
  }

  public KeyType type() {
    return type;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  public PeerId peerId() {
    return peerId;
  }

  /** The signature over {@code message} in the form that {@link KeyType} names. */
  public Bytes sign(Bytes message) {
    return signer.sign(message);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PrivateKey other && type == other.type && data.equals(other.data);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  @Override
  public String toString() {
    return type + " private key of " + peerId;
  }
}
