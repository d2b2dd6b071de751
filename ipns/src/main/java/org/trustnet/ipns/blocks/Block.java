package org.trustnet.ipns.blocks;

import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

/**
 * Bytes and the CID that names them. That an instance exists says that the hash was checked, with a
 * function of {@link BlockHash}'s list.
 */
public final class Block {
  /** Largest block, in bytes: what Bitswap carries (ipfs/specs bitswap-protocol.md). */
  public static final int MAX_BYTES = 2 << 20;

  private final Cid cid;
  private final Bytes data;

  private Block(Cid cid, Bytes data) {
    this.cid = cid;
    this.data = data;
  }

  /**
   * {@code data} under {@code cid}, or empty if it is too large, or the hash is not the CID's, or
   * is of a function that is not trusted.
   */
  public static Optional<Block> verified(Cid cid, Bytes data) {
    return data.length() <= MAX_BYTES && BlockHash.matches(cid.hash(), data)
        ? Optional.of(new Block(cid, data))
        : Optional.empty();
  }

  /**
   * A new block of ours, named by its SHA-256.
   *
   * @param codec multicodec of the content
   * @throws IllegalArgumentException if {@code data} is over {@link #MAX_BYTES}
   */
  public static Block hashing(int cidVersion, long codec, Bytes data) {
    if (data.length() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "block of " + data.length() + " bytes, at most " + MAX_BYTES);
    }
    return new Block(new Cid(cidVersion, codec, Multihash.sha256(data)), data);
  }

  /**
   * A block of somebody else, named by what its bytes hash to; empty if it is too large, or the
   * function is not trusted or has no digest of this length.
   *
   * @param codec multicodec of the content
   * @param function multicodec of the hash function
   * @param length of the digest, in bytes
   * @throws org.trustnet.multiformats.MultiformatException if there is no such CID
   */
  public static Optional<Block> hashing(
      int cidVersion, long codec, long function, long length, Bytes data) {
    return data.length() > MAX_BYTES
        ? Optional.empty()
        : BlockHash.sum(function, length, data)
            .map(hash -> new Block(new Cid(cidVersion, codec, hash), data));
  }

  /** The block that an identity CID carries in itself; empty for every other CID. */
  public static Optional<Block> inlined(Cid cid) {
    return cid.hash().code() == Multihash.IDENTITY
        ? Optional.of(new Block(cid, cid.hash().digest()))
        : Optional.empty();
  }

  public Cid cid() {
    return cid;
  }

  public Bytes data() {
    return data;
  }

  /**
   * The same bytes under another name with the same hash.
   *
   * @throws IllegalArgumentException if the hash is another one
   */
  public Block as(Cid name) {
    if (!name.hash().equals(cid.hash())) {
      throw new IllegalArgumentException(name + " is not the hash of " + cid);
    }
    return name.equals(cid) ? this : new Block(name, data);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Block other && cid.equals(other.cid);
  }

  @Override
  public int hashCode() {
    return cid.hashCode();
  }

  @Override
  public String toString() {
    return cid + " (" + data.length() + " bytes)";
  }
}
