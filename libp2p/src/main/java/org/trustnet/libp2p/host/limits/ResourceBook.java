package org.trustnet.libp2p.host.limits;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
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
  private final HalfOpen halfOpenInbound;
  private final Counter halfOpenOutbound = new Counter();
  private final Counter streams = new Counter();
  private final Map<PeerId, PeerCounts> peers = new ConcurrentHashMap<>();

  /**
   * An empty book.
   *
   * @param random draws who loses a half-open place; used under a lock
   */
  public ResourceBook(ResourceLimits limits, RandomGenerator random) {
    this.limits = limits;
    this.groups = new GroupTable(limits.groups(), ResourceLimits.Groups.MAX_GROUPS);
    this.halfOpenInbound = new HalfOpen(limits.connections().halfOpen(), random);
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
   * A socket was accepted. Where the half-open places are taken, another connection loses its own,
   * or this one gets none.
   *
   * @param port the remote port
   * @param nowNanos monotonic, for the rate of new connections and the age of half-open ones
   * @param close closes the socket, when another takes its place before it has proved a key; on any
   *     thread, without a lock, at most once; must not block
   */
  public Admission<ConnectionPermit> accept(
      IpAddress address, int port, long nowNanos, Runnable close) {
    Limit refused = enter(inbound, limits.connections().inbound(), Limit.INBOUND_CONNECTIONS);
    if (refused != null) {
      return new Admission.Refused<>(refused);
    }
    refused = groups.enter(address, port, nowNanos);
    if (refused != null) {
      inbound.leave();
      connections.leave();
      return new Admission.Refused<>(refused);
    }
    AddressGroup group = AddressGroup.of(address, port, limits.groups().loopback());
    HalfOpen.Place place = halfOpenInbound.place(group, close, nowNanos);
    Optional<HalfOpen.Place> lost = halfOpenInbound.enter(place);
    ConnectionPermit permit =
        new ConnectionPermit(
            this,
            place,
            () -> {
              groups.leave(address, port);
              inbound.leave();
            });
    if (lost.filter(place::equals).isPresent()) {
      permit.close();
      return new Admission.Refused<>(Limit.HALF_OPEN);
    }
    lost.ifPresent(HalfOpen.Place::close);
    return new Admission.Granted<>(permit);
  }

  /** A socket is to be dialled. */
  public Admission<ConnectionPermit> dial() {
    Limit refused = enter(outbound, limits.connections().outbound(), Limit.OUTBOUND_CONNECTIONS);
    if (refused != null) {
      return new Admission.Refused<>(refused);
    }
    if (!halfOpenOutbound.enter(limits.connections().halfOpen())) {
      outbound.leave();
      connections.leave();
      return new Admission.Refused<>(Limit.HALF_OPEN);
    }
    return new Admission.Granted<>(
        new ConnectionPermit(this, new OutboundPlace(), outbound::leave));
  }

  /** Nobody loses such a place: who is dialled is ours to choose. Given back once. */
  private final class OutboundPlace implements HalfOpenPlace {
    @Override
    public void heard() {
      // nobody loses a place for another
    }

    @Override
    public boolean leave() {
      halfOpenOutbound.leave();
      return true;
    }
  }

  /** Connections in use, half open ones included. */
  public int connections() {
    return connections.value();
  }

  /** Of both directions. */
  public int halfOpen() {
    return halfOpenInbound.size() + halfOpenOutbound.value();
  }

  public int streams() {
    return streams.value();
  }

  private @Nullable Limit enter(Counter direction, int most, Limit limit) {
    if (!connections.enter(limits.connections().total())) {
      return Limit.CONNECTIONS;
    }
    if (!direction.enter(most)) {
      connections.leave();
      return limit;
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
