package org.trustnet.libp2p.host.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.PeerId;

/** Keeps account of what is in use and refuses what would be too much. Safe on any thread. */
public final class ResourceBook {
  private final ResourceLimits limits;
  private final GroupTable groups;
  private final MemoryBudget memory;
  private final Counter connections = new Counter();
  private final Counter inbound = new Counter();
  private final Counter outbound = new Counter();
  private final Counter halfOpenInbound = new Counter();
  private final Counter halfOpenOutbound = new Counter();
  private final Counter streams = new Counter();
  private final Map<PeerId, PeerCounts> peers = new ConcurrentHashMap<>();

  public ResourceBook(ResourceLimits limits) {
    this.limits = limits;
    this.groups = new GroupTable(limits.groups(), ResourceLimits.Groups.MAX_GROUPS);
    this.memory = new MemoryBudget(limits.buffers().total());
  }

  public ResourceLimits limits() {
    return limits;
  }

  /** The bytes that wait in memory for all peers; taken by {@link ConnectionPermit#buffers}. */
  public MemoryBudget memory() {
    return memory;
  }

  /**
   * A socket was accepted.
   *
   * @param port the remote port
   * @param nowNanos monotonic, for the rate of new connections
   */
  public Admission<ConnectionPermit> accept(IpAddress address, int port, long nowNanos) {
    Limit refused =
        enter(inbound, limits.connections().inbound(), Limit.INBOUND_CONNECTIONS, halfOpenInbound);
    if (refused != null) {
      return new Admission.Refused<>(refused);
    }
    refused = groups.enter(address, port, nowNanos);
    if (refused != null) {
      halfOpenInbound.leave();
      inbound.leave();
      connections.leave();
      return new Admission.Refused<>(refused);
    }
    return new Admission.Granted<>(
        new ConnectionPermit(
            this,
            halfOpenInbound,
            () -> {
              groups.leave(address, port);
              inbound.leave();
            }));
  }

  /** A socket is to be dialled. */
  public Admission<ConnectionPermit> dial() {
    Limit refused =
        enter(
            outbound,
            limits.connections().outbound(),
            Limit.OUTBOUND_CONNECTIONS,
            halfOpenOutbound);
    return refused != null
        ? new Admission.Refused<>(refused)
        : new Admission.Granted<>(new ConnectionPermit(this, halfOpenOutbound, outbound::leave));
  }

  /** Connections in use, half open ones included. */
  public int connections() {
    return connections.value();
  }

  /** Of both directions. */
  public int halfOpen() {
    return halfOpenInbound.value() + halfOpenOutbound.value();
  }

  public int streams() {
    return streams.value();
  }

  /** Half-open ones are counted by direction: who dials us must not keep us from dialling. */
  private @Nullable Limit enter(Counter direction, int most, Limit limit, Counter halfOpen) {
    if (!connections.enter(limits.connections().total())) {
      return Limit.CONNECTIONS;
    }
    if (!direction.enter(most)) {
      connections.leave();
      return limit;
    }
    if (!halfOpen.enter(limits.connections().halfOpen())) {
      direction.leave();
      connections.leave();
      return Limit.HALF_OPEN;
    }
    return null;
  }

  // Called by permits.

  void closed() {
    connections.leave();
  }

  /** Counts a connection of {@code peer}; null if it has as many as it may. */
  @Nullable PeerCounts attach(PeerId peer) {
    boolean[] full = new boolean[1];
    PeerCounts counts =
        peers.compute(
            peer,
            (_, known) -> {
              PeerCounts c = known == null ? new PeerCounts(account()) : known;
              full[0] = c.connections >= limits.connections().perPeer();
              c.connections += full[0] ? 0 : 1;
              return c;
            });
    return full[0] ? null : counts;
  }

  private BufferAccount account() {
    return new BufferAccount(memory, limits.buffers().perPeer());
  }

  void detach(PeerId peer) {
    peers.computeIfPresent(peer, (_, counts) -> --counts.connections == 0 ? null : counts);
  }

  boolean enterStream() {
    return streams.enter(limits.streams().total());
  }

  void leaveStream() {
    streams.leave();
  }
}
