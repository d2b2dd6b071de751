package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsException;
import org.trustnet.multiformats.Multiaddr;

/** Turns addresses with names into addresses with IP addresses, before they are dialled. */
final class Names {
  /** Names that are looked up for one attempt; the others are left out. */
  static final int MAX_NAMES = 8;

  /** For all of them together: half of the time that the attempt has. */
  static final Duration TIMEOUT = Duration.ofSeconds(7);

  private static final Logger LOG = LoggerFactory.getLogger(Names.class);

  private final AddressResolver resolver;

  Names(AddressResolver resolver) {
    this.resolver = resolver;
  }

  /** {@code addresses} with each name replaced by what it stands for. Blocks. */
  List<Multiaddr> resolved(List<Multiaddr> addresses) {
    AddressResolver.Lookups lookups = resolver.lookups(TIMEOUT);
    List<Multiaddr> all = new ArrayList<>();
    int names = 0;
    for (Multiaddr address : addresses) {
      if (!address.needsLookup()) {
        all.add(address);
      } else if (names++ < MAX_NAMES) {
        all.addAll(lookUp(address, lookups));
      }
    }
    return all;
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
