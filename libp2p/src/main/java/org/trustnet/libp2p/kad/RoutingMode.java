package org.trustnet.libp2p.kad;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trustnet.libp2p.kad.routing.AddressGroups;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * What part a node takes in the two DHTs, and why. Pure.
 *
 * @param wan its part in the public one
 * @param lan its part in the local one
 * @param reason one line for people
 */
public record RoutingMode(Part wan, Part lan, String reason) {
  /** A part. */
  public enum Part {
    /** Asks and answers. */
    SERVER,
    /** Asks only. */
    CLIENT,
    /** Does neither. */
    ABSENT
  }

  /** {@code Routing.Type} of the config. */
  public enum Type {
    AUTO,
    DHTCLIENT,
    DHTSERVER,
    NONE
  }

  /** Peers and address groups that must have reached one public address of ours. */
  public static final int WITNESSES = 4;

  /** The mode by config and by what was seen so far. */
  public static RoutingMode of(
      Type type, Collection<Multiaddr> announcedInConfig, Evidence evidence) {
    return switch (type) {
      case NONE -> new RoutingMode(Part.ABSENT, Part.ABSENT, "Routing.Type is none");
      case DHTCLIENT -> new RoutingMode(Part.CLIENT, Part.CLIENT, "Routing.Type is dhtclient");
      case DHTSERVER -> new RoutingMode(Part.SERVER, Part.SERVER, "Routing.Type is dhtserver");
      case AUTO -> auto(announcedInConfig, evidence);
    };
  }

  private static RoutingMode auto(Collection<Multiaddr> announced, Evidence evidence) {
    Optional<Multiaddr> promised =
        announced.stream()
            .filter(a -> !a.isCircuit() && a.ip().map(IpAddress::isPublic).orElse(false))
            .findFirst();
    if (promised.isPresent()) {
      return new RoutingMode(
          Part.SERVER, Part.SERVER, "the config announces the public address " + promised.get());
    }
    Optional<IpAddress> proven = evidence.proven();
    return proven.isPresent()
        ? new RoutingMode(
            Part.SERVER,
            Part.SERVER,
            WITNESSES + " peers of as many address groups reached us at " + proven.get())
        : new RoutingMode(Part.CLIENT, Part.SERVER, "no public address of ours is proven yet");
  }

  /**
   * Which of our public addresses were reached from outside: connections that we did not dial. For
   * one thread.
   */
  public static final class Evidence {
    /** Own addresses that are watched: a home has a few, and they change. */
    public static final int MAX_ADDRESSES = 16;

    private record Seen(Set<PeerId> peers, Set<Long> groups) {}

    private final Map<IpAddress, Seen> byAddress = new HashMap<>();

    /**
     * Notes an inbound connection.
     *
     * @param peer who dialled
     * @param local our end
     * @param remote its end
     */
    public void inbound(PeerId peer, Multiaddr local, Multiaddr remote) {
      Optional<IpAddress> at = local.ip().filter(IpAddress::isPublic);
      Optional<IpAddress> from = remote.ip().filter(IpAddress::isPublic);
      if (at.isEmpty() || from.isEmpty() || local.isCircuit() || remote.isCircuit()) {
        return;
      }
      Seen seen = byAddress.get(at.get());
      if (seen == null) {
        if (byAddress.size() >= MAX_ADDRESSES) {
          return;
        }
        seen = new Seen(new HashSet<>(), new HashSet<>());
        byAddress.put(at.get(), seen);
      }
      long group = AddressGroups.groupOf(from.get());
      if (!seen.groups().contains(group) && seen.peers().size() < WITNESSES) {
        if (seen.peers().add(peer)) {
          seen.groups().add(group);
        }
      }
    }

    /** Forgets the addresses that we no longer have. */
    public void keepOnly(Set<IpAddress> addresses) {
      byAddress.keySet().retainAll(addresses);
    }

    Optional<IpAddress> proven() {
      return byAddress.entrySet().stream()
          .filter(e -> e.getValue().peers().size() >= WITNESSES)
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }
}
