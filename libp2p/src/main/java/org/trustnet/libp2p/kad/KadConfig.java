package org.trustnet.libp2p.kad;

import java.time.Duration;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.query.LookupConfig;
import org.trustnet.libp2p.kad.routing.AddressGroups;
import org.trustnet.libp2p.kad.routing.AddressPolicy;
import org.trustnet.libp2p.kad.routing.DiversityLimits;
import org.trustnet.libp2p.kad.routing.RefreshPlan;
import org.trustnet.libp2p.kad.routing.TableEntry;

/**
 * One DHT: its protocol and its rules.
 *
 * @param protocol the protocol ID
 * @param policy which addresses it deals in
 * @param limits how many peers may share an address group
 * @param lookup how lookups walk
 * @param refresh how often buckets are refreshed and silent peers checked
 */
public record KadConfig(
    String protocol,
    AddressPolicy policy,
    DiversityLimits limits,
    LookupConfig lookup,
    Duration refresh) {
  /** The public DHT, ipfs/specs kad-dht.md. */
  public static final String WAN_PROTOCOL = "/ipfs/kad/1.0.0";

  /** The one of local networks, gokad dual.go. */
  public static final String LAN_PROTOCOL = "/ipfs/lan/kad/1.0.0";

  /** Which addresses of one's own machine take part. */
  public enum Scope {
    /** The public DHT deals in public addresses, the local one in private ones. */
    NETWORK,
    /** Both deal in loopback addresses too: tests and many nodes on one machine. */
    LOOPBACK
  }

  public static KadConfig wan(Scope scope) {
    return switch (scope) {
      case NETWORK -> of(WAN_PROTOCOL, AddressPolicy.WAN, DiversityLimits.AMINO);
      case LOOPBACK -> of(WAN_PROTOCOL, AddressPolicy.ANY, DiversityLimits.AMINO_ON_LOOPBACK);
    };
  }

  public static KadConfig lan(Scope scope) {
    return switch (scope) {
      case NETWORK -> of(LAN_PROTOCOL, AddressPolicy.LAN, DiversityLimits.NONE);
      case LOOPBACK -> of(LAN_PROTOCOL, AddressPolicy.LAN_WITH_LOOPBACK, DiversityLimits.NONE);
    };
  }

  private static KadConfig of(String protocol, AddressPolicy policy, DiversityLimits limits) {
    return new KadConfig(protocol, policy, limits, LookupConfig.AMINO, RefreshPlan.INTERVAL);
  }

  /** A peer as the table and replies carry it. */
  public TableEntry entry(PeerInfo peer) {
    return TableEntry.of(
        peer.id(),
        KadWire.encode(peer, KadWire.MAX_PEER_SENT),
        AddressGroups.of(peer.addresses(), limits.loopback()));
  }
}
