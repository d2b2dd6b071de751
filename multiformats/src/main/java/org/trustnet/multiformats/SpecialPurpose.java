package org.trustnet.multiformats;

import java.util.List;
import org.trustnet.multiformats.IpAddress.Scope;

/**
 * The networks of the IANA special-purpose address registries (RFC 6890 and what followed), as far
 * as they say that an address does not lead to one host of the public network. The few anycast
 * services inside of 192.0.0.0/24 and 2001::/23 that do are no peers.
 */
final class SpecialPurpose {
  private record Network(IpAddress base, int bits, Scope scope) {
    boolean has(IpAddress address) {
      if (address.isV4() != base.isV4()) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (address.bytes().at(i) != base.bytes().at(i)) {
          return false;
        }
      }
      int rest = 0xff00 >> bits % 8;
      return bits % 8 == 0
          || (address.bytes().unsigned(whole) & rest) == (base.bytes().unsigned(whole) & rest);
    }
  }

  /** The first that has an address tells its scope. */
  private static final List<Network> NETWORKS =
      List.of(
          v4("0.0.0.0", 8, Scope.UNSPECIFIED),
          v4("10.0.0.0", 8, Scope.PRIVATE),
          v4("100.64.0.0", 10, Scope.CGNAT),
          v4("127.0.0.0", 8, Scope.LOOPBACK),
          v4("169.254.0.0", 16, Scope.LINK_LOCAL),
          v4("172.16.0.0", 12, Scope.PRIVATE),
          v4("192.0.0.0", 24, Scope.RESERVED), // IETF protocol assignments
          v4("192.0.2.0", 24, Scope.RESERVED), // documentation
          v4("192.88.99.0", 24, Scope.RESERVED), // 6to4 relays, RFC 7526: gone
          v4("192.168.0.0", 16, Scope.PRIVATE),
          v4("198.18.0.0", 15, Scope.RESERVED), // benchmarks
          v4("198.51.100.0", 24, Scope.RESERVED), // documentation
          v4("203.0.113.0", 24, Scope.RESERVED), // documentation
          v4("224.0.0.0", 4, Scope.MULTICAST),
          v4("240.0.0.0", 4, Scope.RESERVED), // and the broadcast address
          v4("0.0.0.0", 0, Scope.PUBLIC),
          v6("::", 128, Scope.UNSPECIFIED),
          v6("::1", 128, Scope.LOOPBACK),
          v6("::ffff:0:0", 96, Scope.IPV4_MAPPED),
          v6("2001::", 23, Scope.RESERVED), // IETF protocol assignments: Teredo, ORCHID, benchmarks
          v6("2001:db8::", 32, Scope.RESERVED), // documentation
          v6("3fff::", 20, Scope.RESERVED), // documentation, RFC 9637
          v6("2000::", 3, Scope.PUBLIC), // all that is given to the public
          v6("fc00::", 7, Scope.ULA),
          v6("fe80::", 10, Scope.LINK_LOCAL),
          v6("ff00::", 8, Scope.MULTICAST),
          v6("::", 0, Scope.RESERVED)); // NAT64 and discard prefixes, site-local, what is not given

  /** 6to4, RFC 3056: leads to the IPv4 address that is in it. */
  private static final Network SIX_TO_FOUR = v6("2002::", 16, Scope.PUBLIC);

  private SpecialPurpose() {}

  static Scope scopeOf(IpAddress address) {
    IpAddress leads =
        SIX_TO_FOUR.has(address) ? new IpAddress(address.bytes().slice(2, 6)) : address;
    return NETWORKS.stream().filter(one -> one.has(leads)).findFirst().orElseThrow().scope();
  }

  private static Network v4(String base, int bits, Scope scope) {
    return new Network(IpAddress.parse4(base), bits, scope);
  }

  private static Network v6(String base, int bits, Scope scope) {
    return new Network(IpAddress.parse6(base), bits, scope);
  }
}
