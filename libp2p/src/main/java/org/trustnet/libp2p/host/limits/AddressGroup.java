package org.trustnet.libp2p.host.limits;

import org.trustnet.multiformats.IpAddress;

/**
 * A neighbourhood that connections come from: an IPv4 address, an IPv6 /48, or a site of one, /56.
 * An IPv4 address mapped into IPv6 counts as itself.
 *
 * @param prefix its first address
 * @param bits how long the prefix is
 * @param port 0, or the port of a loopback address that is a group by itself
 */
record AddressGroup(IpAddress prefix, int bits, int port) {
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

  /** The /56 of an IPv6 address within this group: what one customer has. */
  AddressGroup site(IpAddress address) {
    return new AddressGroup(address.prefix(56), 56, port);
  }

  boolean isV4() {
    return prefix.isV4();
  }
}
