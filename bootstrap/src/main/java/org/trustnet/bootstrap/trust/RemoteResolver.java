package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsException;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Dialling;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.decide.Policy;
import org.trustnet.trust.decide.RemoteRules;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustLevel;

/**
 * From the remotes of a node to addresses that may be dialled; names are looked up and what they
 * lead to is judged like what a list writes itself. Trust model, section 1, "Remotes". Blocking,
 * for virtual threads.
 */
final class RemoteResolver {
  /** Most addresses of one node: trust model, section 10, "16 results a node". */
  static final int MAX_ADDRESSES = 16;

  /** How long the names of one node may take. */
  static final Duration LOOKUP = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(RemoteResolver.class);

  private final TrustState state;
  private final AddressResolver resolver;
  private final DroppedNames dropped = new DroppedNames();

  RemoteResolver(TrustState state, AddressResolver resolver) {
    this.state = state;
    this.resolver = resolver;
  }

  /** Addresses of {@code peer}, without {@code /p2p}, in the order of its remotes. */
  List<Multiaddr> addresses(PeerId peer, List<Remote> remotes) {
    Set<Multiaddr> found = new LinkedHashSet<>();
    AddressResolver.Lookups lookups = resolver.lookups(LOOKUP);
    List<PeerQuestions.Vouching> vouchers =
        new PeerQuestions(state.snapshot(), state.clock().millis()).vouchers(peer);
    for (Remote remote : remotes) {
      Policy.RemoteScope scope = scope(remote, vouchers);
      List<String> faults = new ArrayList<>();
      for (Multiaddr address : resolved(remote, lookups)) {
        Optional<String> fault = fault(address, peer, scope);
        fault.ifPresent(
            why -> faults.add(remote + " leads to " + address + ", which is not used: " + why));
        if (fault.isEmpty() && found.size() < MAX_ADDRESSES) {
          address.withoutPeer().ifPresent(found::add);
        }
      }
      if (isName(remote)) {
        dropped.lookedUp(peer, remote, faults);
      }
    }
    return List.copyOf(found);
  }

  /** Why names of {@code peer} were not used, or not wholly, when they were last looked up. */
  List<String> droppedNames(PeerId peer) {
    return dropped.of(peer);
  }

  /** Private addresses are the user's business where he wrote them, or has his own list say so. */
  private Policy.RemoteScope scope(Remote remote, List<PeerQuestions.Vouching> vouchers) {
    boolean exempt =
        vouchers.stream()
            .filter(v -> v.remotes().contains(remote))
            .anyMatch(v -> v.key() instanceof EntryKey.OfPeer || v.level() == TrustLevel.ULTIMATE);
    return exempt ? Policy.RemoteScope.ANY : state.snapshot().policy().scope();
  }

  /**
   * Where {@code peer} is to be dialled at this moment: a strict list's addresses and no other. A
   * name that leads nowhere now does not make its list one without remotes.
   */
  DialTargets targets(PeerId peer, Dialling dialling) {
    List<Multiaddr> addresses = addresses(peer, dialling.remotes());
    return switch (dialling.learnt()) {
      case DIALLED -> DialTargets.beside(addresses);
      case OMITTED -> DialTargets.only(addresses);
    };
  }

  private static Optional<String> fault(Multiaddr address, PeerId peer, Policy.RemoteScope scope) {
    return RemoteRules.alwaysWrong(address, peer)
        .or(
            () ->
                address
                    .ip()
                    .map(ip -> RemoteRules.fault(ip, scope))
                    .orElse(Optional.of("no IP address")));
  }

  private static boolean isName(Remote remote) {
    return switch (remote) {
      case Remote.Address written -> written.multiaddr().needsLookup();
      case Remote.Domain _ -> true;
    };
  }

  private List<Multiaddr> resolved(Remote remote, AddressResolver.Lookups lookups) {
    Multiaddr address =
        switch (remote) {
          case Remote.Address written -> written.multiaddr();
          case Remote.Domain domain -> Multiaddr.parse("/dnsaddr/" + domain.name());
        };
    if (!address.needsLookup()) {
      return List.of(address);
    }
    try {
      return lookups.resolve(address).addresses();
    } catch (DnsException e) {
      LOG.debug("{} was not looked up: {}", remote, e.getMessage());
      return List.of();
    }
  }
}
