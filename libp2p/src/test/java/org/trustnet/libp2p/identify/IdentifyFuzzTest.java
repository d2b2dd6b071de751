package org.trustnet.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

class IdentifyFuzzTest {
  private static final PeerId PEER =
      PeerId.parse("12D3KooWGRUfqhLLQtBiGMd5dgsLr1pSTxTRMeDsJH5F3fNQbF8P");

  @FuzzTest
  void anyIdentifyMessageIsReadOrRefused(byte[] data) {
    try {
      IdentifyMessage message = IdentifyWire.decode(Bytes.copyOf(data));
      if (message.agent().length() > IdentifyConfig.MAX_VERSION_CHARS
          || message.addresses().size() > IdentifyConfig.MAX_ADDRESSES) {
        throw new AssertionError("over a limit: " + message);
      }
    } catch (WireException refused) {
      assertNamed(refused);
    }
  }

  @FuzzTest
  void anyEnvelopeIsReadOrRefused(byte[] data) {
    try {
      SignedEnvelope envelope = SignedEnvelope.decode(Bytes.copyOf(data));
      assertThat(SignedEnvelope.decode(envelope.encode())).isEqualTo(envelope);
      assertThat(envelope.verify("another domain") && envelope.verify(PeerRecord.DOMAIN)).isFalse();
    } catch (WireException refused) {
      assertNamed(refused);
    }
  }

  @FuzzTest
  void anyPeerRecordIsReadOrRefused(byte[] data) {
    try {
      PeerRecord record = PeerRecord.decode(Bytes.copyOf(data));
      assertThat(record.addresses()).hasSizeLessThanOrEqualTo(IdentifyConfig.MAX_ADDRESSES);
      assertThat(PeerRecord.decode(record.encode())).isEqualTo(record);
    } catch (WireException refused) {
      assertNamed(refused);
    }
    try {
      assertThat(PeerRecord.open(Bytes.copyOf(data), PEER).peer()).isEqualTo(PEER);
    } catch (WireException refused) {
      assertNamed(refused);
    }
  }

  private static void assertNamed(WireException refused) {
    if (refused.getMessage() == null || refused.getMessage().isEmpty()) {
      throw new AssertionError("a refusal without a reason");
    }
  }
}
