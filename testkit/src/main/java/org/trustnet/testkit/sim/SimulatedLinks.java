package org.trustnet.testkit.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Links between all nodes of a simulated network: each message is delayed by a drawn latency, some
 * are lost, and a node may be taken off the network. Nodes are any values with equality. Not
 * thread-safe.
 */
public final class SimulatedLinks<N> {
  private record Pair<N>(N from, N to) {}

  private final Simulation simulation;
  private final RandomGenerator random;
  private final LinkProfile profile;
  private final Set<N> offline = new HashSet<>();
  private final Set<Pair<N>> cut = new HashSet<>();
  private final Map<Pair<N>, Long> lastArrivals = new HashMap<>();
  private long sent;
  private long lost;

  private SimulatedLinks(Simulation simulation, RandomGenerator random, LinkProfile profile) {
    this.simulation = simulation;
    this.random = random;
    this.profile = profile;
  }

  /** Links that all behave alike. */
  public static <N> SimulatedLinks<N> in(
      Simulation simulation, RandomGenerator random, LinkProfile profile) {
    return new SimulatedLinks<>(simulation, random, profile);
  }

  /**
   * Sends a message as a datagram: it may be lost, and may overtake another. Whether the receiver
   * is there is asked when it arrives.
   *
   * @param delivery what its arrival does
   */
  public void send(N from, N to, Runnable delivery) {
    sent++;
    long latency = drawLatency();
    if (random.nextDouble() < profile.loss() || !isOpen(from, to)) {
      lost++;
      return;
    }
    simulation.schedule(Duration.ofNanos(latency), () -> arrive(from, to, delivery));
  }

  /**
   * Sends a message as part of a stream: never lost while the link is open, and behind those sent
   * before. What the profile would lose comes one longest latency later, as after a repetition.
   *
   * @param delivery what its arrival does
   */
  public void sendInOrder(N from, N to, Runnable delivery) {
    sent++;
    long latency = drawLatency();
    if (random.nextDouble() < profile.loss()) {
      latency += profile.maxLatency().toNanos();
    }
    if (!isOpen(from, to)) {
      lost++;
      return;
    }
    long now = simulation.clock().nanos();
    long arrival = lastArrivals.merge(new Pair<>(from, to), now + latency, Math::max);
    simulation.schedule(Duration.ofNanos(arrival - now), () -> arrive(from, to, delivery));
  }

  /** Takes a node off the network: what it sends and what is under way to it is lost. */
  public void takeOffline(N node) {
    offline.add(node);
  }

  /** Brings a node back. */
  public void bringOnline(N node) {
    offline.remove(node);
  }

  /** Cuts one direction between two nodes. */
  public void cut(N from, N to) {
    cut.add(new Pair<>(from, to));
  }

  /** Joins that direction again. */
  public void join(N from, N to) {
    cut.remove(new Pair<>(from, to));
  }

  /** Messages handed over so far. */
  public long sent() {
    return sent;
  }

  /** Messages of those that never arrived. */
  public long lost() {
    return lost;
  }

  private void arrive(N from, N to, Runnable delivery) {
    if (isOpen(from, to)) {
      delivery.run();
    } else {
      lost++;
    }
  }

  private boolean isOpen(N from, N to) {
    return !offline.contains(from) && !offline.contains(to) && !cut.contains(new Pair<>(from, to));
  }

  private long drawLatency() {
    long shortest = profile.minLatency().toNanos();
    long longest = profile.maxLatency().toNanos();
    return shortest == longest ? shortest : random.nextLong(shortest, longest + 1);
  }
}
