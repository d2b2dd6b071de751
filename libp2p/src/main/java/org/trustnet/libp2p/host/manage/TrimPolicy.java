package org.trustnet.libp2p.host.manage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which connections to give up, as Kubo does: nothing up to the high-water mark; above it peers
 * lose their connections, the least valued first, until the low-water mark is reached. Protected
 * peers and those that are new are left alone and not counted. Pure.
 *
 * @param lowWater connections of peers that may be trimmed that are left
 * @param highWater connections in all that are tolerated
 * @param grace how long a new peer has to show its worth
 */
public record TrimPolicy(int lowWater, int highWater, Duration grace) {
  public TrimPolicy {
    if (lowWater < 0 || highWater < lowWater || grace.isNegative()) {
      throw new IllegalArgumentException("water marks out of order, or negative");
    }
  }

  /** Kubo's: 32, 96, 20 s. */
  public static TrimPolicy defaults() {
    return new TrimPolicy(32, 96, Duration.ofSeconds(20));
  }

  /**
   * A connection that might go.
   *
   * @param id of the connection
   * @param peer whose it is; connections of equal peers go together
   * @param standing what the peer is worth
   * @param openedNanos when it began
   * @param streams open streams
   * @param inbound whether the peer dialled
   */
  public record Candidate(
      long id, Object peer, Standing standing, long openedNanos, int streams, boolean inbound) {}

  /**
   * What a peer is worth.
   *
   * @param value sum of its tags
   * @param isProtected whether it is not to be trimmed at all
   */
  public record Standing(int value, boolean isProtected) {}

  private static final class Peer {
    final List<Candidate> connections = new ArrayList<>(1);

    long age(long nowNanos) {
      return connections.stream().mapToLong(c -> nowNanos - c.openedNanos).max().orElse(0);
    }

    int value() {
      return connections.getFirst().standing.value;
    }

    int streams() {
      return connections.stream().mapToInt(Candidate::streams).sum();
    }

    boolean inbound() {
      return connections.stream().anyMatch(Candidate::inbound);
    }

    boolean isProtected() {
      return connections.getFirst().standing.isProtected;
    }
  }

  /** Inbound before outbound, few streams before many, the newest before the oldest. */
  private static Comparator<Peer> leastFirst(long nowNanos) {
    return Comparator.comparingInt(Peer::value)
        .thenComparing(Peer::inbound, Comparator.reverseOrder())
        .thenComparingInt(Peer::streams)
        .thenComparingLong(peer -> peer.age(nowNanos));
  }

  /** The connections to close, by id. */
  public List<Long> trim(Collection<Candidate> all, long nowNanos) {
    if (highWater == 0 || all.size() <= highWater) {
      return List.of();
    }
    long graceNanos = TimeUnit.NANOSECONDS.convert(grace);
    Map<Object, Peer> peers = new LinkedHashMap<>();
    all.forEach(c -> peers.computeIfAbsent(c.peer, _ -> new Peer()).connections.add(c));
    List<Peer> candidates =
        peers.values().stream()
            .filter(peer -> !peer.isProtected() && peer.age(nowNanos) >= graceNanos)
            .sorted(leastFirst(nowNanos))
            .toList();
    int surplus = candidates.stream().mapToInt(peer -> peer.connections.size()).sum() - lowWater;
    List<Long> close = new ArrayList<>();
    for (Peer peer : candidates) {
      if (close.size() >= surplus) {
        break;
      }
      peer.connections.forEach(connection -> close.add(connection.id));
    }
    return close;
  }
}
