package org.trustnet.libp2p.noise;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.Signatures;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PublicKey;
import org.trustnet.schemas.noise.NoiseHandshakePayload;

/**
 * What a peer's payload proves and offers.
 *
 * @param identity the key that has signed the static key
 * @param muxers the muxers it has, in its order; none if it says nothing or too much
 */
record NoisePayload(PublicKey identity, List<String> muxers) {
  /**
   * Reads a payload and verifies its signature; specs noise "The libp2p Handshake Payload".
   *
   * @param staticKey the sender's static key, as the handshake has proven it
   */
  static NoisePayload verified(Bytes message, Bytes staticKey) {
    NoiseHandshakePayload payload = parse(message);
    PublicKey identity = identity(Bytes.copyOf(payload.getIdentityKey().toByteArray()));
    Bytes signature = Bytes.copyOf(payload.getIdentitySig().toByteArray());
    Bytes signed = Bytes.concat(NoiseIdentity.SIGNATURE_PREFIX, staticKey);
    if (!Signatures.verify(identity, signed, signature)) {
      throw WireException.connection(
          Code.BAD_SIGNATURE, "the identity key has not signed the static key");
    }
    List<String> muxers = payload.getExtensions().getStreamMuxersList();
    return new NoisePayload(
        identity, muxers.size() > NoiseHandshake.MAX_MUXERS ? List.of() : List.copyOf(muxers));
  }

  private static NoiseHandshakePayload parse(Bytes message) {
    try {
      return NoiseHandshakePayload.parseFrom(message.asByteBuffer());
    } catch (InvalidProtocolBufferException e) {
      throw WireException.connection(Code.MALFORMED, "the payload is not a handshake payload");
    }
  }

  private static PublicKey identity(Bytes message) {
    try {
      return PublicKey.decode(message);
    } catch (MultiformatException e) {
      throw WireException.connection(
          Code.MALFORMED, "the payload holds no identity key: " + e.getMessage());
    }
  }
}
