package org.trustnet.libp2p.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.transport.tcp.Gate;
import org.trustnet.libp2p.transport.tcp.TcpListener;
import org.trustnet.libp2p.transport.tcp.TcpTransport;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.IpAddress.Scope;
import org.trustnet.multiformats.Multiaddr;

/** The sockets that a host listens on: none until {@link #bind}. Safe on any thread. */
final class ListenSockets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListenSockets.class);

  private volatile List<TcpListener> bound = List.of();

  /**
   * Binds all {@code addresses}; once. Takes nobody in before {@link #accept}. {@code /ip6/::} is
   * left out, with a warning, where it cannot be bound beside IPv4: not every machine has IPv6.
   *
   * @throws IOException if another one cannot be bound; none is left open then
   */
  void bind(List<Multiaddr> addresses, TcpTransport tcp, Gate gate) throws IOException {
    List<TcpListener> all = new ArrayList<>();
    for (Multiaddr address : addresses) {
      try {
        all.add(tcp.listen(address, gate).get());
      } catch (InterruptedException | ExecutionException e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        } else if (isDispensable(address, all)) {
          LOG.warn("not listening on {}: {}", address, reason(e));
          continue;
        }
        all.forEach(TcpListener::close);
        throw new IOException("cannot listen on " + address + ": " + reason(e), e);
      }
    }
    bound = List.copyOf(all);
  }

  /** Peers are taken in from now on, those first who have come since the sockets were bound. */
  void accept() {
    bound.forEach(TcpListener::accept);
  }

  private static @Nullable String reason(Exception e) {
    Throwable why = e.getCause() == null ? e : e.getCause();
    return why.getMessage();
  }

  private static boolean isDispensable(Multiaddr address, List<TcpListener> others) {
    return address.ip().filter(ip -> !ip.isV4() && ip.scope() == Scope.UNSPECIFIED).isPresent()
        && others.stream().anyMatch(o -> o.address().ip().filter(IpAddress::isV4).isPresent());
  }

  /** Where they listen, with the ports they were given. */
  List<Multiaddr> addresses() {
    return bound.stream().map(TcpListener::address).toList();
  }

  boolean listenOn(Multiaddr address) {
    return bound.stream().anyMatch(listener -> listener.address().equals(address));
  }

  @Override
  public void close() {
    bound.forEach(TcpListener::close);
  }
}
