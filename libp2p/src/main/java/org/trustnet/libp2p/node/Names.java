package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsException;
import org.trustnet.libp2p.host.DialOutcome;
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

  private static final String TOO_MANY =
      "not looked up: it is behind " + MAX_NAMES + " other names";

  /**
   * What addresses lead to.
   *
   * @param addresses without names
   * @param given those of them that the given ones led to
   * @param lost those with names that led nowhere, each with why
   */
  record Resolved(
      List<Multiaddr> addresses, List<Multiaddr> given, List<DialOutcome.Attempt> lost) {}

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
  Resolved resolved(List<Multiaddr> given, List<Multiaddr> heard) {
    AddressResolver.Lookups lookups = resolver.lookups(TIMEOUT);
    List<Multiaddr> all = new ArrayList<>();
    List<DialOutcome.Attempt> lost = new ArrayList<>();
    int names = 0;
    for (Multiaddr address : given) {
      if (!address.needsLookup()) {
        all.add(address);
      } else if (names++ < MAX_NAMES) {
        all.addAll(lookUp(address, lookups, lost));
      } else {
        lost.add(new DialOutcome.Attempt(address, TOO_MANY));
      }
    }
    List<Multiaddr> ofGiven = List.copyOf(all);
    for (Multiaddr address : heard) {
      if (!address.needsLookup()) {
        all.add(address);
      } else if (names++ < MAX_NAMES) {
        List<Multiaddr> behind = lookUp(address, lookups, lost);
        List<Multiaddr> tolerated = behind.stream().filter(this::isTolerated).toList();
        if (tolerated.isEmpty() && !behind.isEmpty()) {
          lost.add(new DialOutcome.Attempt(address, "the name leads to no public address"));
        }
        all.addAll(tolerated);
      } else {
        lost.add(new DialOutcome.Attempt(address, TOO_MANY));
      }
    }
    return new Resolved(all, ofGiven, lost);
  }

  private boolean isTolerated(Multiaddr behindName) {
    return heardNames == HeardNames.ANYWHERE
        || behindName.ip().map(IpAddress::isPublic).orElse(false);
  }

  private static List<Multiaddr> lookUp(
      Multiaddr address, AddressResolver.Lookups lookups, List<DialOutcome.Attempt> lost) {
    try {
      List<Multiaddr> behind = lookups.resolve(address).addresses();
      if (behind.isEmpty()) {
        lost.add(new DialOutcome.Attempt(address, "the name did not resolve: it has no address"));
      }
      return behind;
    } catch (DnsException e) {
      LOG.debug("{} is not resolved: {}", address, e.getMessage());
      lost.add(new DialOutcome.Attempt(address, "the name did not resolve: " + e.getMessage()));
      return List.of();
    }
  }
}
