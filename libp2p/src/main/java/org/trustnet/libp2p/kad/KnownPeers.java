package org.trustnet.libp2p.kad;

import java.util.List;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * Where peers are, as far as this node knows, and whom it tells of: the address book, and for
 * ourselves what we announce. Of providers only ourselves: others are in the record store. Called
 * on event loops; answers at once.
 */
@FunctionalInterface
public interface KnownPeers {
  /** The peer's addresses without {@code /p2p}, the best first; empty if none is known. */
  List<Multiaddr> addresses(PeerId peer);

  /** Whether we announce that we have this content ourselves. */
  default boolean weProvide(Bytes multihash) {
    return false;
  }

  /** Whether others are told of the peer: not of one that this node may not connect to. */
  default boolean mayBeNamed(PeerId peer) {
    return true;
  }
}
