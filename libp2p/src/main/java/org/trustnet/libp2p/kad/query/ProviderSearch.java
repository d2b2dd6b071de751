package org.trustnet.libp2p.kad.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.multiformats.PeerId;

/**
 * The providers that a search has found, each once. Runs beside a {@link Lookup}. For one thread.
 */
public final class ProviderSearch {
  /** Most providers that one search gives: more than anyone dials. */
  public static final int MAX_COUNT = 1_000;

  private final int count;
  private final Set<PeerId> found = new HashSet<>();

  /**
   * A search for up to {@code count} providers, 1 to {@link #MAX_COUNT}; 0 for as many as there
   * are.
   */
  public ProviderSearch(int count) {
    this.count = count <= 0 ? MAX_COUNT : Math.min(count, MAX_COUNT);
  }

  /** Those of {@code providers} that are new, as many as are still wanted. */
  public List<PeerInfo> offer(List<PeerInfo> providers) {
    List<PeerInfo> fresh = new ArrayList<>();
    for (PeerInfo provider : providers) {
      if (!isSatisfied() && found.add(provider.id())) {
        fresh.add(provider);
      }
    }
    return fresh;
  }

  public boolean isSatisfied() {
    return found.size() >= count;
  }
}
