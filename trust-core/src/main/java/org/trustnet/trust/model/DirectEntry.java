package org.trustnet.trust.model;

import java.util.List;
import org.trustnet.multiformats.PeerId;

/**
 * The "known peer with a remote or dns entry": one peer, without IPNS name and file.
 *
 * @param key the peer
 * @param standing what the user says about it
 * @param remotes where it may be dialled; at most {@link Remote#MAX_PER_NODE}
 */
public record DirectEntry(EntryKey.OfPeer key, Standing standing, List<Remote> remotes)
    implements TrustEntry {
  public DirectEntry {
    remotes = List.copyOf(remotes);
    if (remotes.size() > Remote.MAX_PER_NODE) {
      throw new IllegalArgumentException(
          remotes.size() + " remotes, at most " + Remote.MAX_PER_NODE);
    }
  }

  public PeerId peer() {
    return key.peer();
  }

  @Override
  public DirectEntry withStanding(Standing to) {
    return new DirectEntry(key, to, remotes);
  }

  public DirectEntry withRemotes(List<Remote> to) {
    return new DirectEntry(key, standing, to);
  }
}
