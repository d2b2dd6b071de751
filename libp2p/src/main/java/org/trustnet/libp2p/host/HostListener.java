package org.trustnet.libp2p.host;

import java.util.Set;
import org.trustnet.multiformats.PeerId;

/**
 * Hears what happens to a host's connections. Called in order for each peer on a virtual thread of
 * the host's; may block for a short while.
 */
public interface HostListener {
  /** A connection is ready for streams. */
  default void onConnected(Connection connection) {}

  /** A connection ended. */
  default void onDisconnected(Connection connection) {}

  /** Identify is done, or a push replaced what it said. */
  default void onIdentified(Connection connection, Identity identity) {}

  /** The set of protocols or addresses that we announce changed. */
  default void onAnnouncementChanged() {}

  /**
   * What a peer says of itself.
   *
   * @param peer whose identity it is
   * @param agent its agent version, escaped for printing, at most 128 characters
   * @param protocolVersion its protocol version, likewise
   * @param protocols what it serves
   * @param addresses where it says it listens, filtered by how we see it
   * @param observed our own address as it sees it
   */
  record Identity(
      PeerId peer,
      String agent,
      String protocolVersion,
      Set<String> protocols,
      java.util.List<org.trustnet.multiformats.Multiaddr> addresses,
      java.util.Optional<org.trustnet.multiformats.Multiaddr> observed) {}
}
