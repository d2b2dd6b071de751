package org.trustnet.libp2p.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.MultiformatException;

/** Whom to ask. */
public sealed interface DnsServer {
  /** The port of DNS. */
  int PORT = 53;

  /** The highest port number. */
  int LAST_PORT = 65_535;

  /** By UDP, and by TCP if the answer is too long for it. */
  record Udp(InetSocketAddress address) implements DnsServer {}

  record Tcp(InetSocketAddress address) implements DnsServer {}

  /** DNS over HTTPS, RFC 8484; the server's own name is looked up by the system. */
  record Https(String url) implements DnsServer {}

  /**
   * Reads {@code udp://ip[:port]}, {@code tcp://ip[:port]} or {@code https://host/path}.
   *
   * @throws IllegalArgumentException naming the text
   */
  static DnsServer parse(String text) {
    try {
      URI uri = new URI(text);
      String host = uri.getHost();
      if (host == null || uri.getUserInfo() != null || uri.getPort() > LAST_PORT) {
        throw new IllegalArgumentException("not a DNS server: " + text);
      }
      return switch (String.valueOf(uri.getScheme())) {
        case "udp" -> new Udp(address(host, uri.getPort()));
        case "tcp" -> new Tcp(address(host, uri.getPort()));
        case "https" -> new Https(text);
        default -> throw new IllegalArgumentException("not a DNS server: " + text);
      };
    } catch (URISyntaxException | UnknownHostException | MultiformatException e) {
      throw new IllegalArgumentException("not a DNS server: " + text, e);
    }
  }

  private static InetSocketAddress address(String host, int port) throws UnknownHostException {
    IpAddress ip =
        host.startsWith("[")
            ? IpAddress.parse6(host.substring(1, host.length() - 1))
            : IpAddress.parse4(host);
    return new InetSocketAddress(
        InetAddress.getByAddress(ip.bytes().toArray()), port < 0 ? PORT : port);
  }
}
