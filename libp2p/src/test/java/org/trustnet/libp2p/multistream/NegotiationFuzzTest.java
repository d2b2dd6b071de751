package org.trustnet.libp2p.multistream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

class NegotiationFuzzTest {
  @FuzzTest
  void strangersBytesEndInAtMostOneResult(byte[] data) {
    RecordedEffects effects = new RecordedEffects();
    Negotiation responder = new NegotiationResponder("/ipfs/ping/1.0.0"::equals, effects);
    check(responder, effects, data);
    RecordedEffects others = new RecordedEffects();
    Negotiation initiator = new NegotiationInitiator(List.of("/a", "/ipfs/ping/1.0.0"), others);
    check(initiator, others, data);
  }

  private static void check(Negotiation machine, RecordedEffects effects, byte[] data) {
    machine.start();
    ByteBuf in = Unpooled.wrappedBuffer(data);
    boolean ended = machine.feed(in);
    assertThat(effects.ends).hasSize(ended ? 1 : 0);
    assertThat(effects.written).hasSizeLessThanOrEqualTo(NegotiationResponder.MAX_PROPOSALS + 2);
    assertThat(ended || !in.isReadable()).isTrue();
  }
}
