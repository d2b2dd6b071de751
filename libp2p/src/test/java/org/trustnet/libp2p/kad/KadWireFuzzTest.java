package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;

class KadWireFuzzTest {
  /** Whatever comes, it is a message or a WireException; a message survives being written. */
  @FuzzTest
  void readsOrRefuses(byte[] input) {
    KadMessage message;
    try {
      message = KadWire.decode(Bytes.copyOf(input));
    } catch (WireException e) {
      assertThat(e.scope()).isEqualTo(WireException.Scope.STREAM);
      return;
    }
    KadMessage again = KadWire.decode(KadWire.encode(message));
    assertThat(again.type()).isEqualTo(message.type());
    assertThat(again.key()).isEqualTo(message.key());
    assertThat(again.closer()).isEqualTo(message.closer());
    assertThat(again.providers()).isEqualTo(message.providers());
  }
}
