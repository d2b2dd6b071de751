package org.trustnet.libp2p.kad.routing;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.PeerId;

/**
 * Peers that wait to be tried before they enter the table: each is asked FIND_NODE for its own ID
 * and must answer in {@link #TIMEOUT} (gokad dht.go, lookupCheck). Safe on any thread.
 */
public final class AdmissionQueue {
  /** How long a peer may take to answer the check. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Checks under way at once: gokad allows 256, a small node's sockets fewer. */
  public static final int MAX_IN_FLIGHT = 32;

  /** Peers that wait; past that new ones are passed over, they will be met again. */
  public static final int MAX_WAITING = 256;

  private final Set<PeerId> waiting = new LinkedHashSet<>();
  private final Set<PeerId> inFlight = new HashSet<>();

  /**
   * Lets a peer wait for its check.
   *
   * @return false if it waits already, is being checked, or the queue is full
   */
  public synchronized boolean offer(PeerId peer) {
    return !inFlight.contains(peer) && waiting.size() < MAX_WAITING && waiting.add(peer);
  }

  /** The next peer to check, now under way; empty if none waits or enough are under way. */
  public synchronized Optional<PeerId> begin() {
    if (inFlight.size() >= MAX_IN_FLIGHT || waiting.isEmpty()) {
      return Optional.empty();
    }
    var first = waiting.iterator();
    PeerId peer = first.next();
    first.remove();
    inFlight.add(peer);
    return Optional.of(peer);
  }

  /** The check of this peer is over. */
  public synchronized void end(PeerId peer) {
    inFlight.remove(peer);
  }

  public synchronized int waiting() {
    return waiting.size();
  }
}
