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
  void arrayInAnArrayInAMap(byte[] input) {
    try {
      if (CborDecoder.decode(Bytes.copyOf(input)) instanceof CborValue.Dictionary map
          && map.entries().values().stream().anyMatch(PlantedDefects::isNested)) {
        throw new IllegalStateException("planted: arrayInAnArrayInAMap");
      }
    } catch (MalformedCborException e) {
      return; // refused, as it should be
    }
  }

  private static boolean isNested(CborValue value) {
    return value instanceof CborValue.Array outer
        && outer.items().stream().anyMatch(CborValue.Array.class::isInstance);
  }

  void nodeWithTwoLinksOfOneName(byte[] input) {
    try {
      PbNode node = PbNode.decode(Bytes.copyOf(input));
      if (node.links().stream().map(link -> link.name()).distinct().count() < node.links().size()) {
        throw new IllegalStateException("planted: nodeWithTwoLinksOfOneName");
      }
    } catch (MalformedNodeException e) {
      return; // refused, as it should be
    }
  }

  void cancelBesideABlock(byte[] input) {
    try {
      BitswapMessage message = BitswapWire.decode(Bytes.copyOf(input));
      if (!message.blocks().isEmpty()
          && message.wants().stream().anyMatch(want -> want.kind() == Want.Kind.CANCEL)) {
        throw new IllegalStateException("planted: cancelBesideABlock");
      }
    } catch (WireException e) {
      return; // refused, as it should be
    }
  }
}
