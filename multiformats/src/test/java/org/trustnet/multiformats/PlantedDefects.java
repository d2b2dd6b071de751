package org.trustnet.multiformats;

import java.util.Set;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  private static final Set<Long> KNOWN = Set.of(Cid.RAW, Cid.DAG_PB, Cid.DAG_CBOR, Cid.LIBP2P_KEY);

  /** Seeds: IdentifiersFuzzTest. */
  void cidOfAnUnknownCodec(byte[] input) {
    try {
      Cid cid = Cid.decode(Bytes.copyOf(input));
      if (cid.version() == 1 && !KNOWN.contains(cid.codec())) {
        throw new IllegalStateException("planted: cidOfAnUnknownCodec");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }

  /** Seeds: MultiaddrFuzzTest. */
  void quicAtPortZero(byte[] input) {
    try {
      Multiaddr address = Multiaddr.decode(Bytes.copyOf(input));
      if (address.has(Protocol.QUIC_V1) && address.port().orElse(1) == 0) {
        throw new IllegalStateException("planted: quicAtPortZero");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }
}
