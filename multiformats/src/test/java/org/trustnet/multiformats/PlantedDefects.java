package org.trustnet.multiformats;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  void cidOfAnInlinedKey(byte[] input) {
    try {
      Cid cid = Cid.decode(Bytes.copyOf(input));
      if (cid.codec() == Cid.LIBP2P_KEY
          && cid.hash().code() == Multihash.IDENTITY
          && cid.hash().digest().length() >= 4) {
        throw new IllegalStateException("planted: cidOfAnInlinedKey");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }

  void addressThroughTwoRelays(byte[] input) {
    try {
      Multiaddr address = Multiaddr.decode(Bytes.copyOf(input));
      long relays =
          address.components().stream().filter(c -> c.protocol() == Protocol.P2P_CIRCUIT).count();
      if (relays >= 2) {
        throw new IllegalStateException("planted: addressThroughTwoRelays");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }
}
