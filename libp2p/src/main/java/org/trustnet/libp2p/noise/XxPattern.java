package org.trustnet.libp2p.noise;

import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.ChaChaPoly;
import org.trustnet.libp2p.crypto.X25519KeyPair;
import org.trustnet.multiformats.Bytes;

/**
 * The handshake pattern XX with opaque payloads, Noise specification section 7.5. Each side calls
 * the methods of its messages in order. One thread at a time.
 */
final class XxPattern {
  private static final int KEY = X25519KeyPair.BYTES;
  private static final int SEALED_KEY = KEY + ChaChaPoly.TAG_BYTES;

  private final SymmetricState state;
  private final X25519KeyPair staticKey;
  private final X25519KeyPair ephemeral;
  private Bytes remoteEphemeral = Bytes.empty();
  private Bytes remoteStatic = Bytes.empty();

  XxPattern(Bytes prologue, X25519KeyPair staticKey, X25519KeyPair ephemeral) {
    this.state = new SymmetricState(prologue);
    this.staticKey = staticKey;
    this.ephemeral = ephemeral;
  }

  /** Initiator: {@code e}. */
  Bytes writeFirst(Bytes payload) {
    state.mixHash(ephemeral.publicKey());
    return Bytes.concat(ephemeral.publicKey(), state.encryptAndHash(payload));
  }

  /** Responder: {@code e}; returns the payload. */
  Bytes readFirst(Bytes message) {
    remoteEphemeral = take(message, 0, KEY);
    state.mixHash(remoteEphemeral);
    return state.decryptAndHash(message.slice(KEY));
  }

  /** Responder: {@code e, ee, s, es}. */
  Bytes writeSecond(Bytes payload) {
    state.mixHash(ephemeral.publicKey());
    mix(ephemeral, remoteEphemeral);
    Bytes sealedStatic = state.encryptAndHash(staticKey.publicKey());
    mix(staticKey, remoteEphemeral);
    return Bytes.concat(ephemeral.publicKey(), sealedStatic, state.encryptAndHash(payload));
  }

  /** Initiator: {@code e, ee, s, es}; returns the payload. */
  Bytes readSecond(Bytes message) {
    remoteEphemeral = take(message, 0, KEY);
    state.mixHash(remoteEphemeral);
    mix(ephemeral, remoteEphemeral);
    remoteStatic = state.decryptAndHash(take(message, KEY, SEALED_KEY));
    mix(ephemeral, remoteStatic);
    return state.decryptAndHash(message.slice(KEY + SEALED_KEY));
  }

  /** Initiator: {@code s, se}. */
  Bytes writeThird(Bytes payload) {
    Bytes sealedStatic = state.encryptAndHash(staticKey.publicKey());
    mix(staticKey, remoteEphemeral);
    return Bytes.concat(sealedStatic, state.encryptAndHash(payload));
  }

  /** Responder: {@code s, se}; returns the payload. */
  Bytes readThird(Bytes message) {
    remoteStatic = state.decryptAndHash(take(message, 0, SEALED_KEY));
    mix(ephemeral, remoteStatic);
    return state.decryptAndHash(message.slice(SEALED_KEY));
  }

  /** The other side's static key, once the message that carries it was read. */
  Bytes remoteStatic() {
    return remoteStatic;
  }

  /** The hash of the whole handshake. */
  Bytes handshakeHash() {
    return state.handshakeHash();
  }

  NoiseTransport initiatorTransport() {
    byte[] keys = state.split();
    return new NoiseTransport(ChaChaPoly.key(keys, 0), ChaChaPoly.key(keys, KEY));
  }

  NoiseTransport responderTransport() {
    byte[] keys = state.split();
    return new NoiseTransport(ChaChaPoly.key(keys, KEY), ChaChaPoly.key(keys, 0));
  }

  private void mix(X25519KeyPair ours, Bytes theirs) {
    state.mixKey(
        ours.agree(theirs)
            .orElseThrow(
                () ->
                    WireException.connection(
                        Code.MALFORMED, "an X25519 key that makes the secret known to all")));
  }

  private static Bytes take(Bytes message, int from, int length) {
    if (message.length() < from + length) {
      throw WireException.connection(
          Code.MALFORMED, "a handshake message of only " + message.length() + " bytes");
    }
    return message.slice(from, from + length);
  }
}
