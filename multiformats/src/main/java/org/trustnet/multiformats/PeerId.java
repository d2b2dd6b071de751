package org.trustnet.multiformats;

import java.util.Optional;

/**
 * The name of a peer, and of an IPNS publisher: the multihash of its public key message, inlined
 * (identity) when that has at most 42 bytes, SHA-256 otherwise. libp2p/specs peer-ids.md. Ordered
 * by its bytes.
 */
public final class PeerId implements Comparable<PeerId> {
  /** Longest public key message that is inlined, in bytes. */
  public static final int MAX_INLINE = 42;

  private final Bytes encoded;
  private final int hashCode;

  private PeerId(Bytes encoded) {
    this.encoded = encoded;
    this.hashCode = encoded.hashCode();
  }

  /**
   * The peer ID with this multihash.
   *
   * @throws MultiformatException if it is neither sha2-256 nor identity of 1 to {@link #MAX_INLINE}
   *     bytes
   */
  public static PeerId of(Multihash hash) {
    int length = hash.digest().length();
    boolean inlined = hash.code() == Multihash.IDENTITY && length > 0 && length <= MAX_INLINE;
    if (!inlined && hash.code() != Multihash.SHA2_256) {
      throw new MultiformatException(
          "not a peer ID: multihash code " + hash.code() + " with " + length + " bytes");
    }
    return new PeerId(hash.encode());
  }

  public static PeerId of(PublicKey key) {
    Bytes message = key.encode();
    return of(
        message.length() <= MAX_INLINE ? Multihash.identity(message) : Multihash.sha256(message));
  }

  /** Reads the multihash bytes, as they stand on the wire and in {@code /p2p/…}. */
  public static PeerId decode(Bytes multihash) {
    return of(Multihash.decode(multihash));
  }

  /**
   * Reads any spelling: base 58 ({@code 12D3…}, {@code Qm…}, {@code 16Uiu…}) or a CIDv1 with codec
   * libp2p-key in any base ({@code k51…}, {@code bafz…}).
   *
   * @throws MultiformatException naming the text
   */
  public static PeerId parse(String text) {
    boolean bare = text.startsWith("1") || text.startsWith("Qm");
    try {
      if (bare) {
        return decode(Multibase.BASE58BTC.decodeBare(text));
      }
      Cid cid = Cid.parse(text);
      if (cid.codec() != Cid.LIBP2P_KEY) {
        throw new MultiformatException("the CID names content, not a libp2p key");
      }
      return of(cid.hash());
    } catch (MultiformatException e) {
      throw new MultiformatException(
          "not a peer ID: " + Printable.quote(text) + ": " + why(bare, text, e));
    }
  }

  /** For somebody who has mistyped it, or meant something else. */
  private static String why(boolean bare, String text, MultiformatException e) {
    if (bare) {
      return "it is cut short or misspelt (" + e.getMessage() + ")";
    }
    return text.startsWith("k") || text.startsWith("b")
        ? String.valueOf(e.getMessage())
        : "one begins with 12D3KooW, 16Uiu2, Qm, k51 or bafz";
  }

  public Multihash hash() {
    return Multihash.decode(encoded);
  }

  /**
   * The key itself, when the ID carries it (Ed25519, secp256k1).
   *
   * @throws MultiformatException if what the ID carries is not a key
   */
  public Optional<PublicKey> inlinedKey() {
    return encoded.at(0) == Multihash.IDENTITY
        ? Optional.of(PublicKey.decode(hash().digest()))
        : Optional.empty();
  }

  /** The multihash bytes. */
  public Bytes encode() {
    return encoded;
  }

  /** CIDv1 libp2p-key. */
  public Cid toCid() {
    return Cid.v1(Cid.LIBP2P_KEY, hash());
  }

  /** The IPNS name: CIDv1 libp2p-key in base 36, {@code k51…}. */
  public String toName() {
    return toCid().toString(Multibase.BASE36);
  }

  @Override
  public int compareTo(PeerId other) {
    return encoded.compareTo(other.encoded);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PeerId other && encoded.equals(other.encoded);
  }

  @Override
  public int hashCode() {
    return hashCode;
  }

  /** Base 58. */
  @Override
  public String toString() {
    return Multibase.BASE58BTC.encodeBare(encoded);
  }
}
