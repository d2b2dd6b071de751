package org.trustnet.libp2p.node;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.IpAddress;

/** The addresses of this machine. An edge: asks the operating system. */
final class Interfaces {
  /** Addresses that are looked at: a machine with more has them for containers. */
  static final int MAX_ADDRESSES = 64;

  private Interfaces() {}

  /**
   * Those of interfaces that are up, link-local ones left out; empty if the system does not say.
   */
  static List<IpAddress> addresses() {
    try {
      return of(
          NetworkInterface.networkInterfaces()
              .filter(Interfaces::isUp)
              .flatMap(NetworkInterface::inetAddresses));
    } catch (SocketException e) {
      return List.of();
    }
  }

  /** The first of them that are not link-local. */
  static List<IpAddress> of(Stream<InetAddress> addresses) {
    return addresses
        .filter(address -> !address.isLinkLocalAddress())
        .limit(MAX_ADDRESSES)
        .map(Interfaces::ip)
        .toList();
  }

  private static boolean isUp(NetworkInterface one) {
    try {
      return one.isUp();
    } catch (SocketException e) {
      return false;
    }
  }

  private static IpAddress ip(InetAddress address) {
    return new IpAddress(Bytes.wrap(address.getAddress()));
  }
}
