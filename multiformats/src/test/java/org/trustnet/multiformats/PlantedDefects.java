package org.trustnet.multiformats;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  void cidOfAnInlinedKey(byte[] input) {
    try {
      Cid cid = Cid.decode(Bytes.copyOf(input));
      if (cid.codec() == Cid.LIBP2P_KEY) {
        if (cid.hash().code() == Multihash.IDENTITY && cid.hash().digest().length() >= 4) {
          throw new IllegalStateException("planted: cidOfAnInlinedKey");
        }
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }

  void quicAtALowPort(byte[] input) {
    try {
      Multiaddr address = Multiaddr.decode(Bytes.copyOf(input));
      if (address.has(Protocol.QUIC_V1) && address.port().orElse(256) < 256) {
        throw new IllegalStateException("planted: quicAtALowPort");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }
}
