package org.trustnet.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.crypto.ChaChaPoly;

class NoiseTransportTest {
  private static final SecretKey KEY = ChaChaPoly.key(new byte[32], 0);

  @Test
  void usesEveryNonceButTheReservedOne() {
    long last = NoiseTransport.LAST_NONCE - 1;
    NoiseTransport sender = new NoiseTransport(KEY, KEY, last, 0);
    NoiseTransport receiver = new NoiseTransport(KEY, KEY, 0, last);
    ByteBuf frame = frame();
    sender.seal(frame);
    receiver.open(frame.copy().skipBytes(2));
    assertThatThrownBy(() -> sender.seal(frame())).isInstanceOf(NoiseTransport.NoncesUsedUp.class);
    assertThatThrownBy(() -> receiver.open(frame.copy().skipBytes(2)))
        .isInstanceOf(WireException.class)
        .extracting(e -> ((WireException) e).code())
        .isEqualTo(WireException.Code.OVER_BUDGET);
  }

  @Test
  void countersAreUnsigned() {
    NoiseTransport sender = new NoiseTransport(KEY, KEY, Long.MAX_VALUE, 0);
    NoiseTransport receiver = new NoiseTransport(KEY, KEY, 0, Long.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      ByteBuf frame = frame();
      sender.seal(frame);
      receiver.open(frame.skipBytes(2));
      assertThat(frame.readByte()).isEqualTo((byte) 7);
    }
  }

  private static ByteBuf frame() {
    return Unpooled.buffer().writeShort(0).writeByte(7);
  }
}
