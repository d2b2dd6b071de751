package org.trustnet.libp2p.node;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Protocol;

/**
 * What is told to others beside and instead of the bound addresses, as Kubo's configuration has it.
 *
 * @param append told in any case, {@code AppendAnnounce}
 * @param never not told, {@code NoAnnounce}: whole addresses, or networks as {@code
 *     /ip4/10.0.0.0/ipcidr/8}
 */
public record Announce(List<Multiaddr> append, List<Multiaddr> never) {
  /** Entries of each list at most. */
  public static final int MAX_ENTRIES = 128;

  /** Addresses that are announced at most; identify has no room for more. */
  public static final int MAX_ANNOUNCED = 64;

  public Announce {
    append = List.copyOf(append);
    never = List.copyOf(never);
    if (append.size() > MAX_ENTRIES || never.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("over " + MAX_ENTRIES + " addresses to announce, or not");
    }
  }

  public static Announce defaults() {
    return new Announce(List.of(), List.of());
  }

  /**
   * What is announced.
   *
   * @param bound where the listeners are bound
   * @param interfaces the addresses of the machine, which take the place of unspecified ones
   */
  public List<Multiaddr> of(List<Multiaddr> bound, List<IpAddress> interfaces) {
    Set<Multiaddr> all = new LinkedHashSet<>();
    for (Multiaddr address : bound) {
      all.addAll(expanded(address, interfaces));
    }
    append.stream().flatMap(a -> a.withoutPeer().stream()).forEach(all::add);
    return all.stream().filter(a -> !isSilenced(a)).limit(MAX_ANNOUNCED).toList();
  }

  private static List<Multiaddr> expanded(Multiaddr address, List<IpAddress> interfaces) {
    if (!isUnspecified(address)) {
      return List.of(address);
    }
    boolean v4 = address.has(Protocol.IP4);
    List<Multiaddr> each = new ArrayList<>();
    for (IpAddress ip : interfaces) {
      if (ip.isV4() == v4) {
        each.add(
            address.replaceFirst(
                new Multiaddr.Component(v4 ? Protocol.IP4 : Protocol.IP6, ip.bytes())));
      }
    }
    return each;
  }

  /** Whether it stands for all addresses of the machine. */
  static boolean isUnspecified(Multiaddr address) {
    return address.ip().filter(ip -> ip.scope() == IpAddress.Scope.UNSPECIFIED).isPresent();
  }

  private boolean isSilenced(Multiaddr address) {
    return never.stream().anyMatch(rule -> rule.equals(address) || isWithin(address, rule));
  }

  private static boolean isWithin(Multiaddr address, Multiaddr network) {
    boolean isNetwork =
        network.components().size() == 2
            && network.ip().isPresent()
            && network.components().get(1).protocol() == Protocol.IPCIDR;
    if (!isNetwork || address.ip().isEmpty()) {
      return false;
    }
    IpAddress ip = address.ip().get();
    IpAddress base = network.ip().get();
    int bits = network.components().get(1).value().unsigned(0);
    return ip.isV4() == base.isV4() && ip.prefix(bits).equals(base.prefix(bits));
  }
}
