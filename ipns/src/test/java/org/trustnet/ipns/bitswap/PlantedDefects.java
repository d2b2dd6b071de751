package org.trustnet.ipns.bitswap;

import org.trustnet.ipns.cbor.CborDecoder;
import org.trustnet.ipns.cbor.CborValue;
import org.trustnet.ipns.cbor.MalformedCborException;
import org.trustnet.ipns.unixfs.MalformedNodeException;
import org.trustnet.ipns.unixfs.PbNode;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /** Seeds: CborFuzzTest. */
  void itemOfAnArrayInAnArray(byte[] input) {
    try {
      if (CborDecoder.decode(Bytes.copyOf(input)) instanceof CborValue.Array outer) {
        for (CborValue item : outer.items()) {
          if (item instanceof CborValue.Array inner && !inner.items().isEmpty()) {
            throw new IllegalStateException("planted: itemOfAnArrayInAnArray");
          }
        }
      }
    } catch (MalformedCborException e) {
      return; // refused, as it should be
    }
  }

  /** Seeds: PbNodeFuzzTest. */
  void linkWithASlashInItsName(byte[] input) {
    try {
      PbNode node = PbNode.decode(Bytes.copyOf(input));
      if (node.links().stream().anyMatch(link -> hasSlash(link.name()))) {
        throw new IllegalStateException("planted: linkWithASlashInItsName");
      }
    } catch (MalformedNodeException e) {
      return; // refused, as it should be
    }
  }

  /** Seeds: BitswapWireFuzzTest. */
  void cancelInAChange(byte[] input) {
    try {
      BitswapMessage message = BitswapWire.decode(Bytes.copyOf(input));
      if (message.scope() == BitswapMessage.Scope.CHANGE
          && message.wants().stream().anyMatch(want -> want.kind() == Want.Kind.CANCEL)) {
        throw new IllegalStateException("planted: cancelInAChange");
      }
    } catch (WireException e) {
      return; // refused, as it should be
    }
  }

  private static boolean hasSlash(Bytes name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.at(i) == '/') {
        return true;
      }
    }
    return false;
  }
}
