package org.trustnet.trust.bootstrap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.PeerId;

/**
 * The peers that answered, counted as they come and go: whether they suffice is asked after each
 * event.
 */
final class Answered {
  private final Map<PeerId, Optional<AddressGroup>> peers = new HashMap<>();
  private final Map<AddressGroup, Integer> groups = new HashMap<>();
  private Set<PeerId> allowed = Set.of();
  private int allowedPeers;

  int size() {
    return peers.size();
  }

  boolean isEmpty() {
    return peers.isEmpty();
  }

  boolean contains(PeerId peer) {
    return peers.containsKey(peer);
  }

  /** How many address groups they span. */
  int groups() {
    return groups.size();
  }

  /** Whether one of them is allowed {@code bootstrap}. */
  boolean someAllowed() {
    return allowedPeers > 0;
  }

  /** Sets who is allowed {@code bootstrap} from now on. */
  void allow(Set<PeerId> peersAllowed) {
    allowed = peersAllowed;
    allowedPeers = (int) peers.keySet().stream().filter(allowed::contains).count();
  }

  void put(PeerId peer, Optional<AddressGroup> group) {
    remove(peer);
    peers.put(peer, group);
    group.ifPresent(g -> groups.merge(g, 1, Integer::sum));
    allowedPeers += allowed.contains(peer) ? 1 : 0;
  }

  void remove(PeerId peer) {
    Optional<AddressGroup> group = peers.remove(peer);
    if (group != null) {
      group.ifPresent(this::leave);
      allowedPeers -= allowed.contains(peer) ? 1 : 0;
    }
  }

  private void leave(AddressGroup group) {
    int left = groups.getOrDefault(group, 1) - 1;
    if (left > 0) {
      groups.put(group, left);
    } else {
      groups.remove(group);
    }
  }

  void clear() {
    peers.clear();
    groups.clear();
    allowedPeers = 0;
  }
}
