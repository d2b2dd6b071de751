package org.trustnet.libp2p.identify;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.crypto.Signatures;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PublicKey;
import org.trustnet.multiformats.Varint;
import org.trustnet.schemas.record.Envelope;

/**
 * A payload with the signature of a libp2p key, libp2p/specs RFC 0002.
 *
 * @param key whose signature it is said to be; {@link #verify} tells
 * @param payloadType a multicodec, as bytes
 * @param payload what is signed
 * @param signature over domain, payload type and payload, each behind its length
 */
public record SignedEnvelope(PublicKey key, Bytes payloadType, Bytes payload, Bytes signature) {
  /** Longest envelope, in bytes: it must fit one identify message. */
  public static final int MAX_BYTES = IdentifyConfig.PART_BYTES;

  /** Signs {@code payload}. */
  public static SignedEnvelope seal(
      PrivateKey key, String domain, Bytes payloadType, Bytes payload) {
    Bytes signature = key.sign(signedBytes(domain, payloadType, payload));
    return new SignedEnvelope(key.publicKey(), payloadType, payload, signature);
  }

  /**
   * Reads an envelope; its signature is not looked at.
   *
   * @throws WireException if it is malformed, too long or of an unknown key type
   */
  public static SignedEnvelope decode(Bytes bytes) {
    if (bytes.length() > MAX_BYTES) {
      throw WireException.stream(
          Code.TOO_LARGE, "an envelope of " + bytes.length() + " bytes, at most " + MAX_BYTES);
    }
    try {
      Envelope wire = Envelope.parseFrom(bytes.asByteBuffer());
      return new SignedEnvelope(
          PublicKey.decode(bytes(wire.getPublicKey())),
          bytes(wire.getPayloadType()),
          bytes(wire.getPayload()),
          bytes(wire.getSignature()));
    } catch (InvalidProtocolBufferException | MultiformatException e) {
      throw WireException.stream(Code.MALFORMED, "not a signed envelope: " + e.getMessage());
    }
  }

  /** Whether {@link #key} signed this for {@code domain}. */
  public boolean verify(String domain) {
    return Signatures.verify(key, signedBytes(domain, payloadType, payload), signature);
  }

  public Bytes encode() {
    Envelope wire =
        Envelope.newBuilder()
            .setPublicKey(string(key.encode()))
            .setPayloadType(string(payloadType))
            .setPayload(string(payload))
            .setSignature(string(signature))
            .build();
    return Bytes.wrap(wire.toByteArray());
  }

  private static Bytes signedBytes(String domain, Bytes payloadType, Bytes payload) {
    Bytes name = Bytes.utf8(domain);
    return Bytes.concat(
        Varint.encode(name.length()),
        name,
        Varint.encode(payloadType.length()),
        payloadType,
        Varint.encode(payload.length()),
        payload);
  }

  static Bytes bytes(ByteString string) {
    return Bytes.wrap(string.toByteArray());
  }

  static ByteString string(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }
}
