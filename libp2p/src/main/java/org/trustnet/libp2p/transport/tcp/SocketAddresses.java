package org.trustnet.libp2p.transport.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Protocol;

/** Multiaddrs of plain TCP, as socket addresses and back. */
public final class SocketAddresses {
  private static final Bytes MAPPED = Bytes.hex("00000000000000000000ffff");

  private SocketAddresses() {}

  /** Whether {@code address} is {@code /ip4|ip6/…/tcp/…}, with or without {@code /p2p}. */
  public static boolean isTcp(Multiaddr address) {
    return of(address).isPresent();
  }

  /** The socket address, if it is one of plain TCP. */
  public static Optional<InetSocketAddress> of(Multiaddr address) {
    Optional<Multiaddr> bare = address.withoutPeer();
    boolean plain =
        bare.isPresent()
            && bare.get().components().size() == 2
            && bare.get().ip().isPresent()
            && bare.get().components().get(1).protocol() == Protocol.TCP;
    return plain
        ? Optional.of(
            new InetSocketAddress(inet(bare.get().ip().get()), bare.get().port().getAsInt()))
        : Optional.empty();
  }

  /** {@code /ip4|ip6/…/tcp/…} of a connected or bound socket; a mapped IPv4 address is IPv4. */
  public static Multiaddr toMultiaddr(SocketAddress socket) {
    InetSocketAddress address = (InetSocketAddress) socket;
    Bytes bytes = Bytes.copyOf(address.getAddress().getAddress());
    Bytes plain = bytes.startsWith(MAPPED) ? bytes.slice(MAPPED.length()) : bytes;
    return Multiaddr.tcp(new IpAddress(plain), address.getPort());
  }

  private static InetAddress inet(IpAddress ip) {
    try {
      return InetAddress.getByAddress(ip.bytes().toArray());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IP address of neither 4 nor 16 bytes", e);
    }
  }
}
