package org.trustnet.trust.bootstrap;

import java.util.Optional;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/**
 * The network that an address is in: IPv4 /16 or IPv6 /32. What diversity is counted by.
 *
 * @param prefix the network's address
 */
public record AddressGroup(IpAddress prefix) {
  public static AddressGroup of(IpAddress ip) {
    return new AddressGroup(ip.prefix(ip.isV4() ? 16 : 32));
  }

  /** The group of an address that begins with an IP. */
  public static Optional<AddressGroup> of(Multiaddr address) {
    return address.ip().map(AddressGroup::of);
  }
}
