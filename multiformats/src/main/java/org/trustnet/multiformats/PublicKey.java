package org.trustnet.multiformats;

/**
 * A public key as libp2p writes it: the type and the type's own encoding. Whether the bytes are a
 * usable key is for {@code org.trustnet.libp2p.crypto} to judge; this is the name of a key.
 *
 * @param type the key type
 * @param data the key in the encoding of {@link KeyType}
 */
public record PublicKey(KeyType type, Bytes data) {
  /** Longest message, in bytes: an RSA key of 8,192 bits takes 1,070. */
  public static final int MAX_BYTES = 2_048;

  private static final int TYPE_TAG = 0x08;
  private static final int DATA_TAG = 0x12;

  public PublicKey {
    data = data.compact();
  }

  /**
   * Reads the protobuf message {@code PublicKey{Type=1, Data=2}}.
   *
   * @throws MultiformatException if it is malformed, too long or of an unknown type
   */
  public static PublicKey decode(Bytes message) {
    KeyMessage key = KeyMessage.decode(message, MAX_BYTES);
    return new PublicKey(key.type(), key.data());
  }

  /** The message with {@code Type} first and always present, as peer IDs are hashed over. */
  public Bytes encode() {
    return new KeyMessage(type, data).encode();
  }

  public PeerId peerId() {
    return PeerId.of(this);
  }

  /** {@code Type=1, Data=2}: the wire form that public and private keys share. */
  public record KeyMessage(KeyType type, Bytes data) {
    /**
     * Reads the two required fields, in any order, once each; unknown fields are refused, because a
     * peer ID is the hash of these very bytes.
     */
    public static KeyMessage decode(Bytes message, int maxBytes) {
      if (message.length() > maxBytes) {
        throw new MultiformatException(
            "key message of " + message.length() + " bytes, at most " + maxBytes);
      }
      ByteReader reader = new ByteReader(message);
      KeyType type = null;
      Bytes data = null;
      while (!reader.atEnd()) {
        int tag = reader.unsignedByte();
        if (tag == TYPE_TAG && type == null) {
          type = KeyType.ofWire(reader.uvarint());
        } else if (tag == DATA_TAG && data == null) {
          data = reader.take(reader.uvarint());
        } else {
          throw new MultiformatException("unexpected field in a key message, tag " + tag);
        }
      }
      if (type == null || data == null) {
        throw new MultiformatException("a key message needs both its type and its data");
      }
      return new KeyMessage(type, data);
    }

    public Bytes encode() {
      return Bytes.concat(
          Bytes.copyOf((byte) TYPE_TAG, type.wire(), (byte) DATA_TAG),
          Varint.encode(data.length()),
          data);
    }
  }
}
