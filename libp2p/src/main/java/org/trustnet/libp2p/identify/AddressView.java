package org.trustnet.libp2p.identify;

import java.util.List;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/**
 * Which addresses mean something between us and a peer, by where we see it: as go-libp2p's identify
 * filters.
 */
public enum AddressView {
  /** On this machine: every address may work. */
  LOOPBACK,
  /** On our site: its loopback addresses mean our own machine. */
  PRIVATE,
  /** Somewhere else: only public addresses lead to it. */
  PUBLIC;

  /** How a peer whose end of the connection is {@code remote} is seen. */
  public static AddressView of(Multiaddr remote) {
    return remote
        .ip()
        .map(
            ip ->
                switch (ip.scope()) {
                  case LOOPBACK -> LOOPBACK;
                  case PUBLIC -> PUBLIC;
                  default -> PRIVATE;
                })
        .orElse(PUBLIC);
  }

  /** What is kept of what such a peer says; names and other addresses without an IP are kept. */
  public List<Multiaddr> told(List<Multiaddr> addresses) {
    return addresses.stream()
        .filter(
            address ->
                switch (this) {
                  case LOOPBACK -> true;
                  case PRIVATE -> !isScope(address, IpAddress.Scope.LOOPBACK);
                  case PUBLIC -> address.ip().map(IpAddress::isPublic).orElse(true);
                })
        .toList();
  }

  /** What such a peer is told of ours: loopback addresses stay on this machine. */
  public List<Multiaddr> telling(List<Multiaddr> addresses) {
    return this == LOOPBACK ? List.copyOf(addresses) : PRIVATE.told(addresses);
  }

  private static boolean isScope(Multiaddr address, IpAddress.Scope scope) {
    return address.ip().map(ip -> ip.scope() == scope).orElse(false);
  }
}
