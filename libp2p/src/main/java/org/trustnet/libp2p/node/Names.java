package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
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
  private final LongSupplier nanos;

  Names(AddressResolver resolver, LongSupplier nanos) {
    this.resolver = resolver;
    this.nanos = nanos;
  }

  /** {@code addresses} with each name replaced by what it stands for. Blocks. */
  List<Multiaddr> resolved(List<Multiaddr> addresses) {
    long deadline = nanos.getAsLong() + TIMEOUT.toNanos();
    List<Multiaddr> all = new ArrayList<>();
    int names = 0;
    for (Multiaddr address : addresses) {
      if (!address.needsLookup()) {
        all.add(address);
      } else if (names++ < MAX_NAMES) {
        all.addAll(lookUp(address, deadline));
      }
    }
    return all;
  }

  private List<Multiaddr> lookUp(Multiaddr address, long deadline) {
    long left = deadline - nanos.getAsLong();
    if (left <= 0) {
      return List.of();
    }
    try {
      return resolver.resolve(address, Duration.ofNanos(left)).addresses();
    } catch (DnsException e) {
      LOG.debug("{} is not resolved: {}", address, e.getMessage());
      return List.of();
    }
  }
}
