package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.List;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * A peer that said it has some content.
 *
 * @param peer who
 * @param addresses where, as it told with the announcement; empty once they are too old to be told
 * @param received when it said so last
 */
public record Provider(PeerId peer, List<Multiaddr> addresses, Instant received) {
  public Provider {
    addresses = List.copyOf(addresses);
  }
}
