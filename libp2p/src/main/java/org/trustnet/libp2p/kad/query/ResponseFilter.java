package org.trustnet.libp2p.kad.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.routing.AddressGroups;
import org.trustnet.libp2p.kad.routing.AddressPolicy;
import org.trustnet.libp2p.kad.routing.DiversityLimits;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * What of a response's {@code closerPeers} a lookup believes: at most {@link #MAX_PEERS}, each
 * once, not ourselves, with an address of the network, and no group of addresses more than the
 * limit allows (gokad rt_diversity_filter.go: then all peers of that group are dropped).
 *
 * @param self ourselves
 * @param policy which addresses count
 * @param limits how many peers may share a group
 */
public record ResponseFilter(PeerId self, AddressPolicy policy, DiversityLimits limits) {
  /** Most peers believed of one response: twice k, for an honest peer sends k (gokad query.go). */
  public static final int MAX_PEERS = 40;

  /**
   * The peers that a lookup goes on with.
   *
   * @param target the key's preimage: a peer of this very ID is kept though it has no address of
   *     the network: it may be connected, or known from elsewhere
   */
  public List<PeerInfo> believed(List<PeerInfo> closer, Bytes target) {
    List<PeerInfo> kept = new ArrayList<>();
    Set<PeerId> seen = new HashSet<>();
    for (PeerInfo peer : closer) {
      if (kept.size() < MAX_PEERS && mayBeBelieved(peer, target) && seen.add(peer.id())) {
        List<Multiaddr> usable = policy.kept(peer.addresses());
        kept.add(usable.size() == peer.addresses().size() ? peer : new PeerInfo(peer.id(), usable));
      }
    }
    return limits.perTable() == Integer.MAX_VALUE ? kept : spread(kept);
  }

  private boolean mayBeBelieved(PeerInfo peer, Bytes target) {
    return !peer.id().equals(self)
        && (peer.addresses().stream().anyMatch(policy::keeps) || peer.id().encode().equals(target));
  }

  private List<PeerInfo> spread(List<PeerInfo> peers) {
    List<AddressGroups> groups = new ArrayList<>(peers.size());
    Map<Long, Integer> counts = new HashMap<>();
    for (PeerInfo peer : peers) {
      AddressGroups of = AddressGroups.of(peer.addresses(), limits.loopback());
      groups.add(of);
      for (int i = 0; i < of.size(); i++) {
        counts.merge(of.at(i), 1, Integer::sum);
      }
    }
    List<PeerInfo> kept = new ArrayList<>(peers.size());
    for (int i = 0; i < peers.size(); i++) {
      if (!isCrowded(groups.get(i), counts)) {
        kept.add(peers.get(i));
      }
    }
    return kept;
  }

  private boolean isCrowded(AddressGroups groups, Map<Long, Integer> counts) {
    for (int i = 0; i < groups.size(); i++) {
      if (counts.getOrDefault(groups.at(i), 0) > limits.perTable()) {
        return true;
      }
    }
    return false;
  }
}
