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
      if (kept.size() < limit && objection(peer, address).isEmpty()) {
        address.withoutPeer().ifPresent(kept::add);
      }
    }
    return new ArrayList<>(kept);
  }

  /** Why {@code address} cannot be dialled for {@code peer}; empty if it can. */
  public Optional<String> objection(PeerId peer, Multiaddr address) {
    Optional<Multiaddr> bare = address.withoutPeer();
    if (!address.peerId().map(peer::equals).orElse(true)) {
      return Optional.of("it is another peer's");
    }
    if (bare.isEmpty()) {
      return Optional.of("it says nothing of where the peer is");
    }
    if (!isTcp(bare.get())) {
      return Optional.of("its transport is not supported; only TCP is: /ip4/…/tcp/…");
    }
    if (!leadsSomewhere(bare.get())) {
      return Optional.of("nobody can be reached at such an IP address or port");
    }
    if (own.test(bare.get())) {
      return Optional.of("this node listens there itself");
    }
    return allowed.test(bare.get())
        ? Optional.empty()
        : Optional.of("the configuration does not allow it");
  }

  private static boolean isTcp(Multiaddr address) {
    List<Multiaddr.Component> parts = address.components();
    return parts.size() == 2 && parts.get(1).protocol() == Protocol.TCP && address.ip().isPresent();
  }

  private static boolean leadsSomewhere(Multiaddr address) {
    return address.port().orElse(0) != 0
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
