package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.multiformats.PeerId;

/** The open connections by peer. Bounded by the limits on connections. Safe on any thread. */
final class ConnectionTable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTable.class);

  private final Map<PeerId, List<NodeConnection>> byPeer = new ConcurrentHashMap<>();

  void add(NodeConnection connection) {
    byPeer.merge(connection.peer(), List.of(connection), ConnectionTable::joined);
  }

  void remove(NodeConnection connection) {
    byPeer.computeIfPresent(
        connection.peer(),
        (_, all) -> {
          List<NodeConnection> left = all.stream().filter(c -> c != connection).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /** Who has a connection. */
  Set<PeerId> peers() {
    return Set.copyOf(byPeer.keySet());
  }

  /** The oldest first. */
  List<NodeConnection> of(PeerId peer) {
    return byPeer.getOrDefault(peer, List.of()).stream().filter(NodeConnection::isOpen).toList();
  }

  /** How many connections to {@code peer} are in the table, closing ones included. */
  int all(PeerId peer) {
    return byPeer.getOrDefault(peer, List.of()).size();
  }

  List<NodeConnection> all() {
    return byPeer.values().stream().flatMap(List::stream).filter(NodeConnection::isOpen).toList();
  }

  /** Closes all that are open now, and waits until they are; not longer than {@code patience}. */
  void closeAll(Duration patience) {
    List<NodeConnection> open = all();
    open.forEach(NodeConnection::close);
    CompletableFuture<?>[] each =
        open.stream().map(NodeConnection::whenClosed).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(each).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("connections are still open after {}", patience);
    }
  }

  private static List<NodeConnection> joined(List<NodeConnection> a, List<NodeConnection> b) {
    List<NodeConnection> all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }
}
