package org.trustnet.libp2p.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.List;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.crypto.X25519KeyPair;
import org.trustnet.multiformats.Bytes;
import org.trustnet.schemas.noise.NoiseExtensions;
import org.trustnet.schemas.noise.NoiseHandshakePayload;

/**
 * Our side of all Noise handshakes: the static key and the payload that proves it ours, signed once
 * for the life of the process (specs noise "Static Key Authentication" allows it). Immutable and
 * safe on any thread.
 */
public final class NoiseIdentity {
  static final Bytes SIGNATURE_PREFIX = Bytes.utf8("noise-libp2p-static-key:");

  private final X25519KeyPair staticKey;
  private final List<String> muxers;
  private final Bytes payload;

  private NoiseIdentity(X25519KeyPair staticKey, List<String> muxers, Bytes payload) {
    this.staticKey = staticKey;
    this.muxers = muxers;
    this.payload = payload;
  }

  /**
   * Signs {@code staticKey}.
   *
   * @param identity whose peer ID others see
   * @param staticKey a new key, used for nothing else and not kept on disk
   * @param muxers the muxers we have, the preferred one first, at most {@link
   *     NoiseHandshake#MAX_MUXERS}
   */
  public static NoiseIdentity of(
      PrivateKey identity, X25519KeyPair staticKey, List<String> muxers) {
    if (muxers.size() > NoiseHandshake.MAX_MUXERS) {
      throw new IllegalArgumentException(muxers.size() + " muxers");
    }
    Bytes signature = identity.sign(Bytes.concat(SIGNATURE_PREFIX, staticKey.publicKey()));
    byte[] payload =
        NoiseHandshakePayload.newBuilder()
            .setIdentityKey(byteString(identity.publicKey().encode()))
            .setIdentitySig(byteString(signature))
            .setExtensions(NoiseExtensions.newBuilder().addAllStreamMuxers(muxers))
            .build()
            .toByteArray();
    return new NoiseIdentity(staticKey, List.copyOf(muxers), Bytes.wrap(payload));
  }

  X25519KeyPair staticKey() {
    return staticKey;
  }

  List<String> muxers() {
    return muxers;
  }

  /** The {@code NoiseHandshakePayload} message. */
  Bytes payload() {
    return payload;
  }

  private static ByteString byteString(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.toArray());
  }
}
