package org.trustnet.libp2p;

import java.util.List;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * A peer and where it may be reached.
 *
 * @param id the peer
 * @param addresses its addresses, without a closing {@code /p2p/…}; may be empty
 */
public record PeerInfo(PeerId id, List<Multiaddr> addresses) {
  public PeerInfo {
    addresses = List.copyOf(addresses);
  }
}
