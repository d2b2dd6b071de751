package org.trustnet.libp2p.host;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * Decides which connections are kept when there are too many, and renews those that are to be held.
 * Safe on any thread; nothing here blocks.
 */
public interface ConnectionManager {
  /** Sets the value that {@code tag} adds to a peer's worth; 0 removes it. */
  void tag(PeerId peer, String tag, int value);

  /** Keeps the peer's connections from being trimmed until {@link #unprotect} with this tag. */
  void protect(PeerId peer, String tag);

  /**
   * Takes one protection away.
   *
   * @return whether others are left
   */
  boolean unprotect(PeerId peer, String tag);

  Set<String> protections(PeerId peer);

  /** Why the peer's connections are kept: protections and tags, for {@code swarm peers -v}. */
  Map<String, Integer> tags(PeerId peer);

  /**
   * Connects to the peer now and after every loss, with back-off and jitter, until {@link
   * #release}; also protects it.
   *
   * @param addresses where to dial beside what the address book holds; replaces what was given
   *     before with this tag
   */
  default void hold(PeerId peer, String tag, Collection<Multiaddr> addresses) {
    DialTargets targets = DialTargets.beside(addresses);
    hold(peer, tag, () -> targets);
  }

  /**
   * The same with a source that is asked before every dial, where names are to be looked up again
   * or only some addresses may be dialled. Of several tags, what all their sources give is dialled.
   */
  void hold(PeerId peer, String tag, DialSource source);

  /** Stops renewing for this tag and takes its protection away. */
  void release(PeerId peer, String tag);

  /** The peers that are held. */
  List<PeerId> held();
}
