package org.trustnet.ipns.name;

import org.trustnet.multiformats.ByteReader;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  private static final Bytes NAMESPACE = Bytes.utf8("/ipns/");

  /**
   * A reader of routing keys that does not look whether anything follows the name: two keys lead to
   * one record. Seeds: NamesFuzzTest.
   */
  void routingKeyWithARest(byte[] input) {
    Bytes key = Bytes.copyOf(input);
    if (!key.startsWith(NAMESPACE)) {
      return;
    }
    try {
      ByteReader in = new ByteReader(key.slice(NAMESPACE.length()));
      PeerId name = PeerId.of(new Multihash(in.uvarint(), in.take(in.uvarint())));
      if (!RoutingKey.record(name).equals(key)) {
        throw new IllegalStateException("planted: routingKeyWithARest");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }
}
