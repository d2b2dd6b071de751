package org.trustnet.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.southernstorm.noise.protocol.CipherState;
import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.noise.Ends.End;
import org.trustnet.multiformats.Bytes;

/** Both roles against an implementation that is not ours. */
class NoiseOracleTest {
  private static final String NAME = "Noise_XX_25519_ChaChaPoly_SHA256";

  private End ours = new End(Ends.alice(Optional.empty()));

  @AfterEach
  void release() {
    ours.close();
  }

  @Test
  void speaksWithAnotherImplementationAsInitiator() throws Exception {
    HandshakeState other = other(HandshakeState.RESPONDER);
    read(other, unframed(ours.sent()));
    ours.receive(framed(write(other, payload(other, Ends.BOB))));
    assertThat(ours.secured).singleElement().returns(Ends.BOB.peerId(), peer -> peer.peer());
    Bytes payload = read(other, unframed(ours.sent()));
    NoisePayload proven = NoisePayload.verified(payload, remoteStatic(other));
    assertThat(proven.identity()).isEqualTo(Ends.ALICE.publicKey());
    exchange(other.split());
  }

  @Test
  void speaksWithAnotherImplementationAsResponder() throws Exception {
    ours.close();
    ours = new End(Ends.bob(Optional.of(Ends.ALICE.peerId())));
    HandshakeState other = other(HandshakeState.INITIATOR);
    ours.receive(framed(write(other, Bytes.empty())));
    Bytes payload = read(other, unframed(ours.sent()));
    assertThat(NoisePayload.verified(payload, remoteStatic(other)).identity())
        .isEqualTo(Ends.BOB.publicKey());
    ours.receive(framed(write(other, payload(other, Ends.ALICE))));
    assertThat(ours.secured).singleElement().returns(Ends.ALICE.peerId(), peer -> peer.peer());
    exchange(other.split());
  }

  private void exchange(CipherStatePair pair) throws Exception {
    for (int length : new int[] {1, 16, 1_000, NoiseTransport.MAX_PLAINTEXT}) {
      Bytes data = Bytes.wrap(new byte[length]);
      ours.send(data);
      ours.channel.flush();
      assertThat(open(pair.getReceiver(), unframed(ours.sent()))).isEqualTo(data);
      ours.receive(framed(seal(pair.getSender(), data)));
      assertThat(ours.received()).isEqualTo(data);
    }
  }

  private static HandshakeState other(int role) throws Exception {
    HandshakeState state = new HandshakeState(NAME, role);
    state.getLocalKeyPair().setPrivateKey(keyBytes(11), 0);
    state.getFixedEphemeralKey().setPrivateKey(keyBytes(12), 0);
    state.start();
    return state;
  }

  private static byte[] keyBytes(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  /** The payload of {@code identity} for the other implementation's static key. */
  private static Bytes payload(HandshakeState state, PrivateKey identity) {
    byte[] staticKey = new byte[32];
    state.getLocalKeyPair().getPublicKey(staticKey, 0);
    Bytes key = identity.publicKey().encode();
    Bytes signature =
        identity.sign(Bytes.concat(Bytes.utf8("noise-libp2p-static-key:"), Bytes.wrap(staticKey)));
    return Bytes.concat(
        Bytes.copyOf((byte) 0x0a, (byte) key.length()),
        key,
        Bytes.copyOf((byte) 0x12, (byte) signature.length()),
        signature);
  }

  private static Bytes remoteStatic(HandshakeState state) {
    byte[] key = new byte[32];
    state.getRemotePublicKey().getPublicKey(key, 0);
    return Bytes.wrap(key);
  }

  private static Bytes write(HandshakeState state, Bytes payload) throws Exception {
    byte[] message = new byte[1_024];
    int length = state.writeMessage(message, 0, payload.toArray(), 0, payload.length());
    return Bytes.copyOf(message, 0, length);
  }

  private static Bytes read(HandshakeState state, Bytes message) throws Exception {
    byte[] payload = new byte[1_024];
    int length = state.readMessage(message.toArray(), 0, message.length(), payload, 0);
    return Bytes.copyOf(payload, 0, length);
  }

  private static Bytes seal(CipherState cipher, Bytes plaintext) throws Exception {
    byte[] out = new byte[plaintext.length() + 16];
    cipher.encryptWithAd(null, plaintext.toArray(), 0, out, 0, plaintext.length());
    return Bytes.wrap(out);
  }

  private static Bytes open(CipherState cipher, Bytes message) throws Exception {
    byte[] out = new byte[message.length()];
    int length = cipher.decryptWithAd(null, message.toArray(), 0, out, 0, message.length());
    return Bytes.copyOf(out, 0, length);
  }

  private static Bytes framed(Bytes message) {
    int length = message.length();
    return Bytes.concat(Bytes.copyOf((byte) (length >> 8), (byte) length), message);
  }

  private static Bytes unframed(Bytes frame) {
    assertThat(frame.unsigned(0) << 8 | frame.unsigned(1)).isEqualTo(frame.length() - 2);
    return frame.slice(2);
  }
}
