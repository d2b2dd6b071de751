package org.trustnet.multiformats;

/**
 * A content identifier, multiformats/cid: version 0 is a bare sha2-256 multihash of a dag-pb block;
 * version 1 is {@code <1><varint codec><multihash>}.
 *
 * @param version 0 or 1
 * @param codec multicodec of the content
 * @param hash hash of the block
 */
public record Cid(int version, long codec, Multihash hash) implements Comparable<Cid> {
  public static final long RAW = 0x55;
  public static final long DAG_PB = 0x70;
  public static final long DAG_CBOR = 0x71;
  public static final long LIBP2P_KEY = 0x72;

  /** Longest binary CID, in bytes: what boxo's Bitswap accepts. */
  public static final int MAX_BYTES = 168;

  /** Longest text, in characters: a CID of {@link #MAX_BYTES} in base 16 with its prefix. */
  private static final int MAX_TEXT = 2 * MAX_BYTES + 1;

  public Cid {
    boolean v0 = version == 0 && codec == DAG_PB && hash.code() == Multihash.SHA2_256;
    if (!v0 && version != 1) {
      throw new MultiformatException("CID version " + version + " with codec " + codec);
    }
    if (codec < 0) {
      throw new MultiformatException("CID codec " + codec);
    }
  }

  public static Cid v0(Multihash hash) {
    return new Cid(0, DAG_PB, hash);
  }

  public static Cid v1(long codec, Multihash hash) {
    return new Cid(1, codec, hash);
  }

  /**
   * Reads a CID that fills {@code bytes}.
   *
   * @throws MultiformatException if it is malformed, too long or bytes are left over
   */
  public static Cid decode(Bytes bytes) {
    if (bytes.length() > MAX_BYTES) {
      throw new MultiformatException("CID of " + bytes.length() + " bytes, at most " + MAX_BYTES);
    }
    ByteReader reader = new ByteReader(bytes);
    Cid cid = read(reader);
    if (!reader.atEnd()) {
      throw new MultiformatException(reader.remaining() + " stray bytes after the CID");
    }
    return cid;
  }

  /** Reads the CID at the cursor, which is left after it. */
  public static Cid read(ByteReader reader) {
    long first = reader.uvarint();
    if (first == Multihash.SHA2_256) {
      if (reader.uvarint() != 32) {
        throw new MultiformatException("a CIDv0 has a digest of 32 bytes");
      }
      return v0(new Multihash(Multihash.SHA2_256, reader.take(32)));
    }
    if (first != 1) {
      throw new MultiformatException("CID version " + first + " is not known");
    }
    return v1(reader.uvarint(), Multihash.read(reader));
  }

  /**
   * Reads a CID's text: {@code Qm…} (version 0) or multibase (version 1).
   *
   * @throws MultiformatException naming the text
   */
  public static Cid parse(String text) {
    try {
      if (text.length() > MAX_TEXT) {
        throw new MultiformatException("more than " + MAX_TEXT + " characters");
      }
      if (text.length() == 46 && text.startsWith("Qm")) {
        return v0(Multihash.decode(Multibase.BASE58BTC.decodeBare(text)));
      }
      Cid cid = decode(Multibase.decode(text));
      if (cid.version == 0) {
        throw new MultiformatException("a CIDv0 is written without multibase prefix");
      }
      return cid;
    } catch (MultiformatException e) {
      throw new MultiformatException("not a CID: " + Printable.quote(text) + ": " + e.getMessage());
    }
  }

  /** The same content as version 1. */
  public Cid toV1() {
    return version == 1 ? this : v1(codec, hash);
  }

  public Bytes encode() {
    return version == 0
        ? hash.encode()
        : Bytes.concat(Varint.encode(1), Varint.encode(codec), hash.encode());
  }

  /** Multibase text in {@code base}; of version 0 always base 58 without prefix. */
  public String toString(Multibase base) {
    return version == 0 ? hash.toString() : base.encode(encode());
  }

  @Override
  public int compareTo(Cid other) {
    return encode().compareTo(other.encode());
  }

  /** Base 32 for version 1, base 58 for version 0. */
  @Override
  public String toString() {
    return toString(Multibase.BASE32);
  }
}
