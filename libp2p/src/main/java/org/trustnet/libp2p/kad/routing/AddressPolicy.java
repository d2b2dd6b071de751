package org.trustnet.libp2p.kad.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.trustnet.multiformats.IpAddress.Scope;
import org.trustnet.multiformats.Multiaddr;

/**
 * Which addresses a DHT deals in: whom its table takes and which addresses it keeps and hands out.
 * gokad dht_filters.go and dual.go.
 */
public enum AddressPolicy {
  /** The public network: peers with a public address of their own. */
  WAN {
    @Override
    public boolean keeps(Multiaddr address) {
      return address.needsLookup() || scopeOf(address) == Scope.PUBLIC;
    }

    @Override
    public boolean admits(Collection<Multiaddr> remote, Collection<Multiaddr> advertised) {
      return advertised.stream().anyMatch(a -> !a.isCircuit() && keeps(a));
    }
  },

  /** A local network: peers that we meet at private or loopback addresses. */
  LAN {
    @Override
    public boolean keeps(Multiaddr address) {
      return scopeOf(address) != Scope.LOOPBACK;
    }

    @Override
    public boolean admits(Collection<Multiaddr> remote, Collection<Multiaddr> advertised) {
      return remote.stream().anyMatch(AddressPolicy::isLocal)
          && advertised.stream().anyMatch(this::keeps);
    }
  },

  /** A local network that may be one machine: Kubo's {@code Routing.LoopbackAddressesOnLanDHT}. */
  LAN_WITH_LOOPBACK {
    @Override
    public boolean keeps(Multiaddr address) {
      return true;
    }

    @Override
    public boolean admits(Collection<Multiaddr> remote, Collection<Multiaddr> advertised) {
      return remote.stream().anyMatch(AddressPolicy::isLocal) && !advertised.isEmpty();
    }
  },

  /** Any address at all: tests of the public protocol on one machine. */
  ANY {
    @Override
    public boolean keeps(Multiaddr address) {
      return true;
    }

    @Override
    public boolean admits(Collection<Multiaddr> remote, Collection<Multiaddr> advertised) {
      return !advertised.isEmpty();
    }
  };

  /** Whether this address is stored and handed out. */
  public abstract boolean keeps(Multiaddr address);

  /**
   * Whether a peer may enter the table.
   *
   * @param remote where its connections come from
   * @param advertised where it says it listens
   */
  public abstract boolean admits(Collection<Multiaddr> remote, Collection<Multiaddr> advertised);

  /** Those of {@code addresses} that are kept, in their order. */
  public List<Multiaddr> kept(Collection<Multiaddr> addresses) {
    List<Multiaddr> kept = new ArrayList<>(addresses.size());
    for (Multiaddr address : addresses) {
      if (keeps(address)) {
        kept.add(address);
      }
    }
    return kept;
  }

  private static boolean isLocal(Multiaddr address) {
    return switch (scopeOf(address)) {
      case LOOPBACK, PRIVATE, LINK_LOCAL, ULA, CGNAT -> true;
      case PUBLIC, MULTICAST, UNSPECIFIED, IPV4_MAPPED, RESERVED -> false;
    };
  }

  /** The scope of the leading IP address; {@code RESERVED} if there is none. */
  private static Scope scopeOf(Multiaddr address) {
    return address.ip().map(ip -> ip.scope()).orElse(Scope.RESERVED);
  }
}
