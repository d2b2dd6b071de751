package org.trustnet.libp2p.host.dial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Protocol;

/**
 * Keeps the addresses that can be dialled: plain TCP with an IP address and a port, not ours, not
 * another peer's, and allowed.
 *
 * @param own whether an address, without {@code /p2p}, is one that this host listens on
 * @param allowed what configuration allows, by address without {@code /p2p}
 */
public record AddressFilter(Predicate<Multiaddr> own, Predicate<Multiaddr> allowed) {
  /** All but {@code own}. */
  public static AddressFilter except(Predicate<Multiaddr> own) {
    return new AddressFilter(own, _ -> true);
  }

  /**
   * The addresses to dial for {@code peer}, distinct, without {@code /p2p}, in the order given.
   *
   * @param limit most of them
   */
  public List<Multiaddr> dialable(PeerId peer, Collection<Multiaddr> addresses, int limit) {
    Set<Multiaddr> kept = new LinkedHashSet<>();
    for (Multiaddr address : addresses) {
      Optional<PeerId> named = address.peerId();
      Optional<Multiaddr> bare = address.withoutPeer();
      if (kept.size() < limit
          && named.map(peer::equals).orElse(true)
          && bare.isPresent()
          && isTcp(bare.get())
          && !own.test(bare.get())
          && allowed.test(bare.get())) {
        kept.add(bare.get());
      }
    }
    return new ArrayList<>(kept);
  }

  private static boolean isTcp(Multiaddr address) {
    List<Multiaddr.Component> parts = address.components();
    return parts.size() == 2
        && parts.get(1).protocol() == Protocol.TCP
        && address.port().orElse(0) != 0
        && address.ip().map(AddressFilter::isReachable).orElse(false);
  }

  private static boolean isReachable(IpAddress ip) {
    return switch (ip.scope()) {
      case UNSPECIFIED, MULTICAST, IPV4_MAPPED -> false;
      // A link-local address needs a zone, which an address from elsewhere cannot know.
      case LINK_LOCAL -> ip.isV4();
      default -> true;
    };
  }
}
