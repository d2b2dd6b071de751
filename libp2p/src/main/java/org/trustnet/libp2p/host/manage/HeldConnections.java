package org.trustnet.libp2p.host.manage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.ConnectionManager;
import org.trustnet.libp2p.host.DialSource;
import org.trustnet.multiformats.PeerId;

/**
 * The connection manager of a host. Has no thread and no clock of its own: the host reports events
 * with their time and does what {@link Edge} is asked for. Safe on any thread.
 */
public final class HeldConnections implements ConnectionManager {
  /**
   * Peers that are held at most; the trust model asks for 128 and 256, configuration adds its own.
   */
  public static final int MAX_HELD = 1_024;

  /** Dials for held peers at once, so that a start with hundreds of them leaves room for others. */
  public static final int MAX_DIALS = 16;

  /** What the manager needs from its host. */
  public interface Edge {
    /** Monotonic nanoseconds. */
    long nowNanos();

    /**
     * Begins to connect to {@code peer} and returns at once; {@link HeldConnections#dialEnded} is
     * called when that has come to an end.
     */
    void dial(PeerId peer, List<DialSource> sources);

    /** Calls {@link HeldConnections#wake} at this time or shortly after. */
    void wakeAt(long nanos);
  }

  private record Dial(PeerId peer, List<DialSource> sources) {}

  private final TrimPolicy trimPolicy;
  private final HoldPolicy holdPolicy;
  private final Edge edge;
  private final DoubleSupplier chance;
  private final PeerTags tags = new PeerTags();
  private final Map<PeerId, HeldPeer> held = new LinkedHashMap<>();

  /** Held peers whose time has come; each at most once, so bounded by {@link #MAX_HELD}. */
  private final Queue<PeerId> queue = new ArrayDeque<>();

  private int dials;

  /**
   * Makes a manager.
   *
   * @param chance gives numbers from 0 to 1 for the jitter of delays
   */
  public HeldConnections(
      TrimPolicy trimPolicy, HoldPolicy holdPolicy, Edge edge, DoubleSupplier chance) {
    this.trimPolicy = trimPolicy;
    this.holdPolicy = holdPolicy;
    this.edge = edge;
    this.chance = chance;
  }

  @Override
  public synchronized void tag(PeerId peer, String tag, int value) {
    tags.tag(peer, tag, value);
  }

  @Override
  public synchronized void protect(PeerId peer, String tag) {
    tags.protect(peer, tag);
  }

  @Override
  public synchronized boolean unprotect(PeerId peer, String tag) {
    return tags.unprotect(peer, tag);
  }

  @Override
  public synchronized Set<String> protections(PeerId peer) {
    return tags.protections(peer);
  }

  @Override
  public synchronized Map<String, Integer> tags(PeerId peer) {
    return tags.tags(peer);
  }

  /**
   * As {@link ConnectionManager#hold}: a new source is tried at once, however often the old one was
   * in vain. Connections that exist must have been reported.
   *
   * @throws IllegalStateException if {@link #MAX_HELD} peers are held
   */
  @Override
  public void hold(PeerId peer, String tag, DialSource source) {
    synchronized (this) {
      HeldPeer one = held.get(peer);
      if (one == null && held.size() >= MAX_HELD) {
        throw new IllegalStateException("too many held peers");
      }
      tags.protect(peer, tag);
      if (one == null) {
        one = new HeldPeer();
        held.put(peer, one);
        queue.add(peer);
      }
      one.sources.put(tag, source);
      if (one.state == HeldPeer.State.WAITING) {
        one.failures = 0;
        one.state = HeldPeer.State.QUEUED;
        queue.add(peer);
      }
    }
    act();
  }

  /**
   * As {@link #hold} for a peer that has {@code open} connections already.
   *
   * @param open how many, at least 1
   */
  public void holdConnected(PeerId peer, String tag, DialSource source, int open) {
    synchronized (this) {
      if (!held.containsKey(peer) && held.size() < MAX_HELD) {
        HeldPeer one = new HeldPeer();
        one.state = HeldPeer.State.CONNECTED;
        one.connections = open;
        one.connectedNanos = edge.nowNanos();
        held.put(peer, one);
      }
    }
    hold(peer, tag, source);
  }

  @Override
  public synchronized void release(PeerId peer, String tag) {
    HeldPeer one = held.get(peer);
    if (one == null || !one.sources.containsKey(tag)) {
      return;
    }
    tags.unprotect(peer, tag);
    one.sources.remove(tag);
    if (one.sources.isEmpty()) {
      held.remove(peer);
      queue.remove(peer);
    }
  }

  /** Whether {@code peer} is held. */
  public synchronized boolean holds(PeerId peer) {
    return held.containsKey(peer);
  }

  @Override
  public synchronized List<PeerId> held() {
    return List.copyOf(held.keySet());
  }

  /** A connection to {@code peer}, of either direction, is ready. */
  public synchronized void connected(PeerId peer) {
    HeldPeer one = held.get(peer);
    if (one != null && one.connections++ == 0) {
      one.connectedNanos = edge.nowNanos();
      if (one.state != HeldPeer.State.DIALLING) {
        queue.remove(peer);
        one.state = HeldPeer.State.CONNECTED;
      }
    }
  }

  /** A connection to {@code peer} that was reported by {@link #connected} ended. */
  public void disconnected(PeerId peer) {
    synchronized (this) {
      HeldPeer one = held.get(peer);
      if (one == null || one.connections == 0 || --one.connections > 0) {
        return;
      }
      one.failures = holdPolicy.failuresAfter(one.failures, edge.nowNanos() - one.connectedNanos);
      if (one.state == HeldPeer.State.CONNECTED) {
        postpone(one);
      }
    }
    act();
  }

  /** A dial that the edge was asked for ended; a connection was reported before if it succeeded. */
  public void dialEnded(PeerId peer) {
    synchronized (this) {
      dials--;
      HeldPeer one = held.get(peer);
      if (one != null && one.state == HeldPeer.State.DIALLING) {
        if (one.connections > 0) {
          one.state = HeldPeer.State.CONNECTED;
        } else {
          one.failures++;
          postpone(one);
        }
      }
    }
    act();
  }

  /** The time that {@link Edge#wakeAt} named has come. */
  public void wake() {
    act();
  }

  /** The connections that are too many, to be closed now. */
  public synchronized List<Connection> surplus(Collection<Connection> open) {
    Map<Long, Connection> byId = new LinkedHashMap<>();
    List<TrimPolicy.Candidate> candidates = new ArrayList<>();
    for (Connection one : open) {
      byId.put(one.id(), one);
      candidates.add(
          new TrimPolicy.Candidate(
              one.id(),
              one.peer(),
              tags.standing(one.peer()),
              one.openedNanos(),
              one.streams(),
              one.direction() == Connection.Direction.INBOUND));
    }
    return trimPolicy.trim(candidates, edge.nowNanos()).stream().map(byId::get).toList();
  }

  private void postpone(HeldPeer one) {
    one.state = HeldPeer.State.WAITING;
    one.dueNanos = edge.nowNanos() + holdPolicy.delayNanos(one.failures, chance.getAsDouble());
  }

  /** Starts the dials that are due, and asks to be woken for the next. */
  private void act() {
    List<Dial> start = new ArrayList<>();
    OptionalLong next;
    synchronized (this) {
      long now = edge.nowNanos();
      held.forEach(
          (peer, one) -> {
            if (one.state == HeldPeer.State.WAITING && now - one.dueNanos >= 0) {
              one.state = HeldPeer.State.QUEUED;
              queue.add(peer);
            }
          });
      while (dials < MAX_DIALS && !queue.isEmpty()) {
        PeerId peer = queue.remove();
        HeldPeer one = held.get(peer);
        if (one != null) {
          dials++;
          one.state = HeldPeer.State.DIALLING;
          start.add(new Dial(peer, one.allSources()));
        }
      }
      next = nextDue(now);
    }
    start.forEach(dial -> edge.dial(dial.peer, dial.sources));
    next.ifPresent(edge::wakeAt);
  }

  private OptionalLong nextDue(long nowNanos) {
    OptionalLong left =
        held.values().stream()
            .filter(one -> one.state == HeldPeer.State.WAITING)
            .mapToLong(one -> one.dueNanos - nowNanos)
            .min();
    return left.isPresent() ? OptionalLong.of(nowNanos + left.getAsLong()) : left;
  }
}
