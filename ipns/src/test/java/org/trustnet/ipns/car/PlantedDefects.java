package org.trustnet.ipns.car;

import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.cbor.CborDecoder;
import org.trustnet.ipns.cbor.MalformedCborException;
import org.trustnet.multiformats.ByteReader;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  /**
   * A reader that compares no empty block with its CID, as if there were nothing to hash. Seeds:
   * CarFuzzTest.
   */
  void emptyBlockOfAnyCid(byte[] input) {
    try {
      ByteReader in = new ByteReader(Bytes.copyOf(input));
      CborDecoder.decodeMap(in.take(in.uvarint()));
      while (!in.atEnd()) {
        ByteReader section = new ByteReader(in.take(in.uvarint()));
        Cid cid = Cid.read(section);
        Bytes data = section.rest();
        boolean verified = Block.verified(cid, data).isPresent();
        if (data.isEmpty() && !verified) {
          throw new IllegalStateException("planted: emptyBlockOfAnyCid");
        }
        if (!verified) {
          return; // refused, as it should be
        }
      }
    } catch (MalformedCborException | MultiformatException e) {
      return; // refused, as it should be
    }
  }
}
