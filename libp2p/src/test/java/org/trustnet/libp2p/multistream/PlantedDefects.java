package org.trustnet.libp2p.multistream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  private static final List<String> PROPOSALS = List.of("/a", "/ipfs/ping/1.0.0");

  /**
   * An initiator that takes its next proposal after a refusal without looking whether it has one.
   * Seeds: NegotiationFuzzTest.
   */
  void refusalOfTheLastProposal(byte[] input) {
    ByteBuf in = Unpooled.wrappedBuffer(input);
    MessageReader reader = new MessageReader();
    try {
      if (!Message.MULTISTREAM.equals(reader.next(in))) {
        return;
      }
      int current = 0;
      @Nullable String answer = reader.next(in);
      while (Message.NOT_AVAILABLE.equals(answer)) {
        Message.encode(PROPOSALS.get(++current));
        answer = reader.next(in);
      }
    } catch (WireException e) {
      return; // refused, as it should be
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalStateException("planted: refusalOfTheLastProposal", e);
    }
  }
}
