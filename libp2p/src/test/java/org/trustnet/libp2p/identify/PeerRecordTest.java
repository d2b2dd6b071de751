package org.trustnet.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multiaddr;

class PeerRecordTest {
  private static final PrivateKey KEY = Keys.generate(KeyType.ED25519, new SecureRandom());
  private static final PrivateKey OTHER = Keys.generate(KeyType.SECP256K1, new SecureRandom());
  private static final PeerRecord RECORD =
      new PeerRecord(
          KEY.peerId(), Long.MAX_VALUE, List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001")));

  @Test
  void opensWhatItsPeerSealed() {
    Bytes envelope = RECORD.seal(KEY).encode();

    assertThat(PeerRecord.open(envelope, KEY.peerId())).isEqualTo(RECORD);
  }

  @Test
  void refusesARecordOfAnotherPeer() {
    Bytes envelope = RECORD.seal(KEY).encode();

    assertRefused(envelope, OTHER.peerId(), Code.WRONG_PEER);
  }

  @Test
  void refusesARecordOfThePeerSealedByAnother() {
    Bytes envelope =
        SignedEnvelope.seal(OTHER, PeerRecord.DOMAIN, PeerRecord.PAYLOAD_TYPE, RECORD.encode())
            .encode();

    assertRefused(envelope, KEY.peerId(), Code.WRONG_PEER);
  }

  @Test
  void refusesASignatureForAnotherDomain() {
    Bytes envelope =
        SignedEnvelope.seal(KEY, "libp2p-routing-state", PeerRecord.PAYLOAD_TYPE, RECORD.encode())
            .encode();

    assertRefused(envelope, KEY.peerId(), Code.BAD_SIGNATURE);
  }

  @Test
  void refusesAnotherPayloadType() {
    Bytes type = Bytes.utf8("/libp2p/routing-state-record");
    Bytes envelope = SignedEnvelope.seal(KEY, PeerRecord.DOMAIN, type, RECORD.encode()).encode();

    assertRefused(envelope, KEY.peerId(), Code.UNSUPPORTED);
  }

  @Test
  void refusesAnyFlippedBitOrReadsTheSame() {
    Bytes envelope = RECORD.seal(KEY).encode();
    for (int i = 0; i < envelope.length(); i++) {
      byte[] changed = envelope.toArray();
      changed[i] ^= 1;
      assertThatThrownBy(() -> PeerRecord.open(Bytes.wrap(changed), KEY.peerId()))
          .isInstanceOf(WireException.class);
    }
  }

  @Test
  void refusesASequenceOfSixtyFourBits() {
    Bytes payload = new PeerRecord(KEY.peerId(), -1, List.of()).encode();

    assertThatThrownBy(() -> PeerRecord.decode(payload)).isInstanceOf(WireException.class);
  }

  @Test
  void refusesAnEnvelopeOverTheLimitUnread() {
    assertThatThrownBy(
            () -> SignedEnvelope.decode(Bytes.wrap(new byte[SignedEnvelope.MAX_BYTES + 1])))
        .isInstanceOfSatisfying(
            WireException.class, e -> assertThat(e.code()).isEqualTo(Code.TOO_LARGE));
  }

  private static void assertRefused(
      Bytes envelope, org.trustnet.multiformats.PeerId peer, Code code) {
    assertThatThrownBy(() -> PeerRecord.open(envelope, peer))
        .isInstanceOfSatisfying(WireException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
