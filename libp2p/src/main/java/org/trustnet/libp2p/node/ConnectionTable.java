package org.trustnet.libp2p.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.trustnet.multiformats.PeerId;

/** The open connections by peer. Bounded by the limits on connections. Safe on any thread. */
final class ConnectionTable {
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

  private static List<NodeConnection> joined(List<NodeConnection> a, List<NodeConnection> b) {
    List<NodeConnection> all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }
}
