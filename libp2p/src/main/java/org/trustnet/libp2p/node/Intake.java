package org.trustnet.libp2p.node;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.limits.Admission;
import org.trustnet.libp2p.host.limits.ConnectionPermit;
import org.trustnet.libp2p.host.limits.Limit;
import org.trustnet.libp2p.host.limits.ResourceBook;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.transport.UpgradeListener;
import org.trustnet.libp2p.transport.Upgraded;
import org.trustnet.libp2p.transport.tcp.Gate;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * Where raw connections become connections of the host, or are turned away. On the connection's
 * event loop.
 */
final class Intake implements Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** How dialling one address ended. */
  sealed interface Dialled {
    /** A connection. */
    record Ready(NodeConnection connection) implements Dialled {}

    /** None. */
    record Failed(WireException.Code code, String why) implements Dialled {}
  }

  /** Whether an address may be dialled now. */
  sealed interface Admitted {
    /** It may; who hears how it ends. */
    record Yes(UpgradeListener listener) implements Admitted {}

    /** It may not. */
    record No(String limit) implements Admitted {}
  }

  /** What the host does with connections that stay. */
  interface Stage {
    boolean hasRoom(PeerId peer);

    void opened(NodeConnection connection);

    void ended(NodeConnection connection);
  }

  private final PeerId self;
  private final Access access;
  private final ResourceBook limits;
  private final StreamService streams;
  private final Stage stage;
  private final LongSupplier nanos;
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean closed;

  Intake(
      PeerId self,
      Access access,
      ResourceBook limits,
      StreamService streams,
      Stage stage,
      LongSupplier nanos) {
    this.self = self;
    this.access = access;
    this.limits = limits;
    this.streams = streams;
    this.stage = stage;
    this.nanos = nanos;
  }

  /** Turns everything away from now on. */
  void close() {
    closed = true;
  }

  @Override
  public Optional<UpgradeListener> admit(Multiaddr remote, Runnable close) {
    if (closed) {
      return Optional.empty();
    }
    IpAddress ip = remote.ip().orElseThrow();
    int port = remote.port().orElseThrow();
    return switch (limits.accept(ip, port, nanos.getAsLong(), close)) {
      case Admission.Granted<ConnectionPermit>(var permit) ->
          Optional.of(new Entry(permit, _ -> {}));
      case Admission.Refused<ConnectionPermit>(Limit limit) -> {
        LOG.debug("{} is not admitted: {}", remote, limit.text());
        yield Optional.empty();
      }
    };
  }

  /** For one address that is to be dialled. */
  Admitted outbound(Consumer<Dialled> ended) {
    if (closed) {
      return new Admitted.No("the host is closed");
    }
    return switch (limits.dial()) {
      case Admission.Granted<ConnectionPermit>(var permit) ->
          new Admitted.Yes(new Entry(permit, ended));
      case Admission.Refused<ConnectionPermit>(Limit limit) -> new Admitted.No(limit.text());
    };
  }

  /** Why a peer that has proven who it is may not stay, if so. */
  private Optional<String> objection(PeerId peer, ConnectionPermit place) {
    if (closed) {
      return Optional.of("the host is closed");
    }
    if (peer.equals(self)) {
      return Optional.of("this is ourselves");
    }
    if (!access.permits(peer, Access.Permission.CONNECT)) {
      return Optional.of("the peer may not connect");
    }
    Optional<String> limit = place.attach(peer).map(Limit::text);
    if (limit.isEmpty() && !stage.hasRoom(peer)) {
      return Optional.of("the peer has too many connections");
    }
    return limit;
  }

  private final class Entry implements UpgradeListener {
    private final ConnectionPermit place;
    private final Consumer<Dialled> told;

    private Entry(ConnectionPermit place, Consumer<Dialled> told) {
      this.place = place;
      this.told = told;
    }

    @Override
    public void heard() {
      place.heard();
    }

    @Override
    public Optional<Muxer.Acceptor> upgraded(Upgraded upgraded) {
      PeerId peer = upgraded.secured().peer();
      Optional<String> objection = objection(peer, place);
      if (objection.isPresent()) {
        LOG.debug("{} at {} is turned away: {}", peer, upgraded.remote(), objection.get());
        place.close();
        told.accept(new Dialled.Failed(WireException.Code.OVER_BUDGET, objection.get()));
        return Optional.empty();
      }
      NodeConnection connection =
          new NodeConnection(ids.incrementAndGet(), upgraded, nanos.getAsLong(), streams, place);
      stage.opened(connection);
      upgraded.whenClosed(() -> ended(connection));
      closeIfBarredMeanwhile(connection);
      told.accept(new Dialled.Ready(connection));
      return Optional.of(streams.acceptor(connection));
    }

    /** Who bars a peer closes what is there then: this one may have come between. */
    private void closeIfBarredMeanwhile(NodeConnection connection) {
      if (!access.permits(connection.peer(), Access.Permission.CONNECT)) {
        LOG.debug("{} is closed: the peer may not connect any more", connection);
        connection.close();
      }
    }

    private void ended(NodeConnection connection) {
      connection.ended();
      place.close();
      stage.ended(connection);
    }

    @Override
    public void failed(WireException.Code code, String why) {
      LOG.trace("no connection: {} {}", code, why);
      place.close();
      told.accept(new Dialled.Failed(code, why));
    }
  }
}
