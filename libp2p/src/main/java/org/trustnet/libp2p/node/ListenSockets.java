package org.trustnet.libp2p.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.trustnet.libp2p.transport.tcp.Gate;
import org.trustnet.libp2p.transport.tcp.TcpListener;
import org.trustnet.libp2p.transport.tcp.TcpTransport;
import org.trustnet.multiformats.Multiaddr;

/** The sockets that a host listens on: none until {@link #bind}. Safe on any thread. */
final class ListenSockets implements AutoCloseable {
  private volatile List<TcpListener> bound = List.of();

  /**
   * Binds all {@code addresses}; once.
   *
   * @throws IOException if one cannot be bound; none is left open then
   */
  void bind(List<Multiaddr> addresses, TcpTransport tcp, Gate gate) throws IOException {
    List<TcpListener> all = new ArrayList<>();
    for (Multiaddr address : addresses) {
      try {
        all.add(tcp.listen(address, gate).get());
      } catch (InterruptedException | ExecutionException e) {
        all.forEach(TcpListener::close);
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        Throwable why = e.getCause() == null ? e : e.getCause();
        throw new IOException("cannot listen on " + address + ": " + why.getMessage(), e);
      }
    }
    bound = List.copyOf(all);
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
