package org.trustnet.cli.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.multiformats.Printable;

/**
 * Where a node's RPC listens, as a multiaddr: {@code /ip4/127.0.0.1/tcp/5101} or {@code
 * /unix/PATH}.
 *
 * @param multiaddr as it was given
 * @param socket what to connect to
 * @param host value of the {@code Host} header
 */
public record RpcAddress(String multiaddr, SocketAddress socket, String host) {
  private static final List<String> HOSTS = List.of("ip4", "ip6", "dns", "dns4", "dns6");

  /** Its TCP port; 0 for a Unix socket. */
  int port() {
    return socket instanceof InetSocketAddress tcp ? tcp.getPort() : 0;
  }

  /**
   * Reads a multiaddr.
   *
   * @throws OperationException saying what is wrong with it
   */
  public static RpcAddress parse(String text) {
    if (text.startsWith("/unix/")) {
      try {
        String path = text.substring("/unix".length());
        return new RpcAddress(text, UnixDomainSocketAddress.of(path), "localhost");
      } catch (InvalidPathException e) {
        throw bad(text);
      }
    }
    List<String> parts = List.of(text.split("/", -1));
    boolean http = parts.size() == 6 && parts.get(5).equals("http");
    if ((parts.size() != 5 && !http)
        || !parts.getFirst().isEmpty()
        || !HOSTS.contains(parts.get(1))
        || !parts.get(3).equals("tcp")) {
      throw bad(text);
    }
    return tcp(text, parts.get(2), port(text, parts.get(4)));
  }

  private static RpcAddress tcp(String text, String host, int port) {
    try {
      InetAddress ip = InetAddress.getByName(host);
      String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return new RpcAddress(text, new InetSocketAddress(ip, port), shown + ":" + port);
    } catch (UnknownHostException e) {
      throw OperationException.failed(
          "cannot find the host of the API address " + Printable.quote(text));
    }
  }

  private static int port(String text, String digits) {
    if (!digits.matches("[0-9]{1,5}")) {
      throw bad(text);
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw bad(text);
    }
    return port;
  }

  private static OperationException bad(String text) {
    return OperationException.usage(
        Printable.quote(text)
            + " is not an API address; write it as /ip4/127.0.0.1/tcp/5101 or /unix/PATH");
  }
}
