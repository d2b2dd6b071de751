package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.trustnet.multiformats.ByteReader;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Varint;

/**
 * An announcement as it is kept. Its addresses are bytes, each behind its length as a varint: as
 * objects they would take five to ten times as much of the heap.
 *
 * @param peer who
 * @param addresses where; at most {@link RecordLimits#MAX_ADDRESSES} and {@link
 *     RecordLimits#MAX_ADDRESS_BYTES}
 * @param received when it said so last
 * @param group the number of the address group that it was heard from; 0 if that is not known
 */
record KeptProvider(PeerId peer, Bytes addresses, Instant received, long group) {
  /** Without the addresses for which there is no room; a later one that is shorter may have it. */
  static KeptProvider of(Provider provider, long group) {
    List<Bytes> parts = new ArrayList<>();
    int addresses = 0;
    int bytes = 0;
    for (Multiaddr address : provider.addresses()) {
      Bytes encoded = address.encode();
      int size = Varint.size(encoded.length()) + encoded.length();
      if (addresses < RecordLimits.MAX_ADDRESSES
          && bytes + size <= RecordLimits.MAX_ADDRESS_BYTES) {
        parts.add(Varint.encode(encoded.length()));
        parts.add(encoded);
        addresses++;
        bytes += size;
      }
    }
    Bytes packed = Bytes.concat(parts.toArray(Bytes[]::new));
    return new KeptProvider(provider.peer(), packed, provider.received(), group);
  }

  /** With the addresses. */
  Provider whole() {
    List<Multiaddr> all = new ArrayList<>();
    ByteReader reader = new ByteReader(addresses);
    while (!reader.atEnd()) {
      all.add(Multiaddr.decode(reader.take(reader.uvarint())));
    }
    return new Provider(peer, all, received);
  }

  KeptProvider withoutAddresses() {
    return new KeptProvider(peer, Bytes.empty(), received, group);
  }

  /** What it takes of the heap, about, in bytes. */
  long bytes() {
    return (long) RecordLimits.Providers.ANNOUNCEMENT_BYTES + addresses.length();
  }
}
