package org.trustnet.libp2p.host.limits;

import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/**
 * A neighbourhood that connections come from: an IPv4 address, an IPv6 /48, or a site of one, /56.
 * An IPv4 address mapped into IPv6 counts as itself.
 *
 * @param prefix its first address
 * @param bits how long the prefix is
 * @param port 0, or the port of a loopback address that is a group by itself
 */
public record AddressGroup(IpAddress prefix, int bits, int port) {
  /** The group of an address, by which new connections are limited. */
  static AddressGroup of(IpAddress address, int port, ResourceLimits.Loopback loopback) {
    IpAddress ip =
        address.scope() == IpAddress.Scope.IPV4_MAPPED
            ? new IpAddress(address.bytes().slice(12))
            : address;
    boolean byPort =
        loopback == ResourceLimits.Loopback.BY_PORT && ip.scope() == IpAddress.Scope.LOOPBACK;
    int bits = ip.isV4() ? 32 : 48;
    return new AddressGroup(ip.prefix(bits), bits, byPort ? port : 0);
  }

  /**
   * The group of the other end of a connection.
   *
   * @param remote an IP address and a port
   */
  public static AddressGroup of(Multiaddr remote, ResourceLimits.Loopback loopback) {
    return of(remote.ip().orElseThrow(), remote.port().orElseThrow(), loopback);
  }

  /** A number that stands for this IPv4 address or /48, never 0; no two share one. */
  public long number() {
    long bytes = 0;
    for (int i = 0; i < (isV4() ? 4 : 6); i++) {
      bytes = bytes << 8 | prefix.bytes().unsigned(i);
    }
    // of IPv6 addresses only those of loopback carry a port, and their prefix is all zeros
    return isV4() ? 1L << 62 | bytes << 16 | port : 1L << 61 | bytes | port;
  }

  /** The /56 of an IPv6 address within this group: what one customer has. */
  AddressGroup site(IpAddress address) {
    return new AddressGroup(address.prefix(56), 56, port);
  }

  boolean isV4() {
    return prefix.isV4();
  }
}
