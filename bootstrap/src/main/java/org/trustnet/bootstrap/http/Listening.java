package org.trustnet.bootstrap.http;

import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multiaddr.Component;
import org.trustnet.multiformats.Protocol;

/**
 * Where the RPC listens, and what has to be done to the file of a Unix socket before and after.
 *
 * @param address as it is configured
 * @param socket the same for Vert.x
 * @param file of a Unix socket
 */
record Listening(Multiaddr address, SocketAddress socket, Optional<Path> file) {
  /** Longest path of a Unix socket, in bytes: what Linux takes, without the closing zero. */
  static final int MAX_PATH = 107;

  /**
   * Reads {@code address}.
   *
   * @throws IOException if it is none that an RPC can listen on
   */
  static Listening at(Multiaddr address) throws IOException {
    Optional<Component> unix = address.first(Protocol.UNIX);
    if (unix.isPresent()) {
      Path path = Path.of(unix.get().value().toUtf8());
      if (unix.get().value().length() > MAX_PATH) {
        throw new IOException(
            "cannot listen on "
                + address
                + " (Addresses.API): the path has more than "
                + MAX_PATH
                + " bytes");
      }
      return new Listening(
          address, SocketAddress.domainSocketAddress(path.toString()), Optional.of(path));
    }
    String host =
        address.ip().map(Object::toString).orElseThrow(() -> new IOException(none(address)));
    int port = address.port().orElseThrow(() -> new IOException(none(address)));
    return new Listening(address, SocketAddress.inetSocketAddress(port, host), Optional.empty());
  }

  private static String none(Multiaddr address) {
    return address
        + " (Addresses.API) is nothing to listen on: write it as /ip4/127.0.0.1/tcp/5101 or"
        + " /unix/PATH";
  }

  /**
   * Removes the socket that a node left which ended without closing it.
   *
   * @throws IOException if something else is there, or somebody still listens
   */
  void prepare() throws IOException {
    if (file.isEmpty() || !Files.exists(file.get(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path path = file.get();
    BasicFileAttributes is =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!is.isOther()) {
      throw new IOException(
          "cannot listen on " + address + " (Addresses.API): the file is there and no socket");
    }
    if (somebodyListens(path)) {
      throw new IOException(
          "cannot listen on " + address + " (Addresses.API): another process listens there");
    }
    Files.delete(path);
  }

  private static boolean somebodyListens(Path path) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets nobody but the owner use the socket. */
  void protect() throws IOException {
    if (file.isPresent()) {
      Files.setPosixFilePermissions(file.get(), PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Removes the socket, which the system leaves behind. */
  void remove() throws IOException {
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}
