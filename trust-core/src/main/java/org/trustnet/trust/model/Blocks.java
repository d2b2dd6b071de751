package org.trustnet.trust.model;

import java.util.HashSet;
import java.util.Set;
import org.trustnet.multiformats.PeerId;

/**
 * What the user blocked.
 *
 * @param peers no connection either way, no function whoever vouches
 * @param names IPNS names that are never resolved and whose list is out of force
 */
public record Blocks(Set<PeerId> peers, Set<PeerId> names) {
  /** Most blocked peers and names together: as many as a user has entries, tenfold. */
  public static final int MAX = 100_000;

  public static final Blocks NONE = new Blocks(Set.of(), Set.of());

  public Blocks {
    peers = Set.copyOf(peers);
    names = Set.copyOf(names);
  }

  public Blocks withPeer(PeerId peer) {
    return new Blocks(plus(peers, peer), names);
  }

  public Blocks withName(PeerId name) {
    return new Blocks(peers, plus(names, name));
  }

  public Blocks withoutPeer(PeerId peer) {
    return new Blocks(minus(peers, peer), names);
  }

  public Blocks withoutName(PeerId name) {
    return new Blocks(peers, minus(names, name));
  }

  private static Set<PeerId> plus(Set<PeerId> set, PeerId one) {
    Set<PeerId> changed = new HashSet<>(set);
    changed.add(one);
    return changed;
  }

  private static Set<PeerId> minus(Set<PeerId> set, PeerId one) {
    Set<PeerId> changed = new HashSet<>(set);
    changed.remove(one);
    return changed;
  }
}
