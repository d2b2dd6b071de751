package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsException;
import org.trustnet.libp2p.host.dial.DialConfig.HeardNames;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/** Turns addresses with names into addresses with IP addresses, before they are dialled. */
final class Names {
  /** Names that are looked up for one attempt; the others are left out. */
  static final int MAX_NAMES = 8;

  /** For all of them together: half of the time that the attempt has. */
  static final Duration TIMEOUT = Duration.ofSeconds(7);

  private static final Logger LOG = LoggerFactory.getLogger(Names.class);

  private final AddressResolver resolver;
  private final HeardNames heardNames;

  Names(AddressResolver resolver, HeardNames heardNames) {
    this.resolver = resolver;
    this.heardNames = heardNames;
  }

  /**
   * Addresses with each name replaced by what it stands for: of names that the network told of only
   * what they may lead to. Blocks.
   *
   * @param given by the user or somebody trusted
   * @param heard told by the network
   */
  List<Multiaddr> resolved(List<Multiaddr> given, List<Multiaddr> heard) {
    AddressResolver.Lookups lookups = resolver.lookups(TIMEOUT);
    List<Multiaddr> all = new ArrayList<>();
    int names = 0;
    for (Multiaddr address : given) {
      if (!address.needsLookup()) {
        all.add(address);
      } else if (names++ < MAX_NAMES) {
        all.addAll(lookUp(address, lookups));
      }
    }
    for (Multiaddr address : heard) {
      if (!address.needsLookup()) {
        all.add(address);
      } else if (names++ < MAX_NAMES) {
        lookUp(address, lookups).stream().filter(this::isTolerated).forEach(all::add);
      }
    }
    return all;
  }

  private boolean isTolerated(Multiaddr behindName) {
    return heardNames == HeardNames.ANYWHERE
        || behindName.ip().map(IpAddress::isPublic).orElse(false);
  }

  private List<Multiaddr> lookUp(Multiaddr address, AddressResolver.Lookups lookups) {
    try {
      return lookups.resolve(address).addresses();
    } catch (DnsException e) {
      LOG.debug("{} is not resolved: {}", address, e.getMessage());
      return List.of();
    }
  }
}
