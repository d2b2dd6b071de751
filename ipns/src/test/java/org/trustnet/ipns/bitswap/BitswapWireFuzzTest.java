package org.trustnet.ipns.bitswap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;

class BitswapWireFuzzTest {
  @FuzzTest
  void readsAnyBytesOrRefusesThem(byte[] input) {
    try {
      BitswapMessage message = BitswapWire.decode(Bytes.wrap(input));
      BitswapMessage again = BitswapWire.decode(BitswapWire.encode(message));
      if (!again.equals(withoutRefused(message))) {
        throw new AssertionError("does not read back what it writes: " + message);
      }
    } catch (WireException e) {
      // refused: what else a stranger's bytes may lead to
    }
  }

  /** What was refused is counted, and not written. */
  private static BitswapMessage withoutRefused(BitswapMessage message) {
    return new BitswapMessage(
        message.wants(), message.scope(), message.blocks(), message.have(), message.dontHave());
  }
}
