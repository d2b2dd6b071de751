package org.trustnet.libp2p.node;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsClient;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.ConnectionManager;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.LoopProtocol;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamException.Kind;
import org.trustnet.libp2p.host.StreamHandler;
import org.trustnet.libp2p.host.dial.AddressFilter;
import org.trustnet.libp2p.host.dial.DialBackoff;
import org.trustnet.libp2p.host.dial.DialPlanner;
import org.trustnet.libp2p.host.limits.ResourceBook;
import org.trustnet.libp2p.identify.IdentifyService;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.tls.TlsCertificate;
import org.trustnet.libp2p.tls.TlsContexts;
import org.trustnet.libp2p.transport.EventLoops;
import org.trustnet.libp2p.transport.NoiseSecurity;
import org.trustnet.libp2p.transport.SecurityProtocol;
import org.trustnet.libp2p.transport.TlsSecurity;
import org.trustnet.libp2p.transport.tcp.TcpTransport;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/** The host of one libp2p identity over TCP. Safe on any thread. */
public final class HostNode implements Host {
  private static final Logger LOG = LoggerFactory.getLogger(HostNode.class);

  private static final List<String> MUXERS = List.of("/yamux/1.0.0");

  /**
   * What a host is given from outside.
   *
   * @param access who may connect
   * @param addressBook what is known about peers
   * @param wall the time of day
   * @param nanos a monotonic clock, in nanoseconds
   * @param random a secure source, but in tests
   */
  public record Environment(
      Access access,
      AddressBook addressBook,
      InstantSource wall,
      LongSupplier nanos,
      RandomGenerator random) {}

  private final PrivateKey key;
  private final HostConfig config;
  private final Environment environment;
  private final HostThreads threads;
  private final ProtocolTable protocols = new ProtocolTable();
  private final ConnectionTable connections = new ConnectionTable();
  private final HostListeners listeners;
  private final ListenSockets sockets = new ListenSockets();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ResourceBook limits;
  private final TcpTransport tcp;
  private final Intake intake;
  private final Dialer dialer;
  private final DialBackoff backoff;
  private final Upkeep upkeep;
  private final IdentifyService identify;
  private final AnnouncedAddresses announced;
  private final Announcer announcer;
  private final AddressRenewal renewal;

  private HostNode(
      PrivateKey key,
      HostConfig config,
      Environment environment,
      Supplier<List<IpAddress>> interfaces) {
    this.key = key;
    this.config = config;
    this.environment = environment;
    this.threads = new HostThreads(config.wire());
    this.announced = new AnnouncedAddresses(config.announce(), sockets::addresses, interfaces);
    this.listeners = new HostListeners(new PeerEvents(threads.virtual()));
    this.tcp =
        new TcpTransport(
            threads.loops(),
            config.wire().tcp(),
            config.wire().upgrade(),
            security(),
            environment.nanos());
    this.renewal =
        new AddressRenewal(
            connections,
            environment.addressBook(),
            config.identify().addressLife(),
            environment.nanos());
    this.limits = new ResourceBook(config.limits(), environment.random());
    this.upkeep = upkeep();
    StreamService streams =
        new StreamService(protocols, threads.virtual(), config.streams(), environment.nanos());
    this.intake =
        new Intake(peer(), environment.access(), limits, streams, new Stage(), environment.nanos());
    this.backoff = new DialBackoff();
    DialPlanner planner =
        new DialPlanner(peer(), config.dial(), AddressFilter.except(sockets::listenOn), backoff);
    Race race =
        new Race(
            tcp,
            intake,
            planner,
            environment.addressBook(),
            names(config, environment),
            environment);
    this.dialer = new Dialer(peer(), environment.access(), connections, race, threads.virtual());
    this.identify =
        new IdentifyService(
            this,
            config.identify(),
            key,
            new IdentifyService.Clocks(environment.wall(), environment.nanos()),
            this::identified);
    this.announcer =
        new Announcer(
            identify,
            connections::all,
            () -> listeners.tell(peer(), HostListener::onAnnouncementChanged),
            threads.loops().timer(),
            threads.virtual(),
            config.identify().debounce());
  }

  private Upkeep upkeep() {
    return new Upkeep(
        config.kept(),
        connections,
        threads.loops().timer(),
        threads.virtual(),
        environment.nanos(),
        environment.random());
  }

  private static Names names(HostConfig config, Environment environment) {
    DnsClient dns = new DnsClient(config.dns(), environment.nanos());
    return new Names(new AddressResolver(dns), config.dial().heardNames());
  }

  /**
   * Binds the listeners and begins to answer.
   *
   * @throws IOException if an address cannot be bound; nothing is left open then
   */
  public static HostNode start(PrivateKey key, HostConfig config, Environment environment)
      throws IOException {
    return start(key, config, environment, Interfaces::addresses);
  }

  /** With other addresses than those of the machine's interfaces. */
  static HostNode start(
      PrivateKey key,
      HostConfig config,
      Environment environment,
      Supplier<List<IpAddress>> interfaces)
      throws IOException {
    HostNode node = new HostNode(key, config, environment, interfaces);
    node.identify.serve();
    Ping.serve(node, config.ping());
    node.bind();
    node.announced.renew();
    node.identify.refresh();
    node.upkeep.start(
        node.dialer,
        () -> {
          node.announced.renew();
          node.announcementMayHaveChanged();
          node.renewal.lookAfter();
        });
    node.sockets.accept(); // last: a peer asks at once what we announce
    return node;
  }

  private void bind() throws IOException {
    try {
      sockets.bind(config.listen(), tcp, intake);
    } catch (IOException e) {
      threads.close();
      throw e;
    }
  }

  private List<SecurityProtocol> security() {
    TlsContexts tls =
        TlsContexts.of(
            TlsCertificate.create(key, environment.wall().instant(), environment.random()),
            MUXERS,
            environment.wall());
    List<SecurityProtocol> offered = new ArrayList<>();
    for (HostConfig.Security one : config.wire().security()) {
      offered.add(
          switch (one) {
            case TLS -> new TlsSecurity(tls, threads.crypto());
            case NOISE -> new NoiseSecurity(key, MUXERS, environment.random(), threads.crypto());
          });
    }
    return offered;
  }

  @Override
  public PeerId peer() {
    return key.peerId();
  }

  @Override
  public List<Multiaddr> listenAddresses() {
    return sockets.addresses();
  }

  /**
   * {@inheritDoc}
   *
   * <p>As they were when the interfaces were looked at last, which is every {@link
   * Upkeep#TRIM_EVERY}. Does not block.
   */
  @Override
  public List<Multiaddr> announcedAddresses() {
    return announced.addresses();
  }

  @Override
  public Set<String> protocols() {
    return protocols.names();
  }

  @Override
  public DialOutcome connect(PeerId peer, DialTargets targets, Duration timeout) {
    return closed.get()
        ? new DialOutcome.Refused(DialOutcome.Bar.CLOSED)
        : dialer.connect(peer, targets, timeout);
  }

  @Override
  public boolean permits(PeerId peer) {
    return environment.access().permits(peer, Access.Permission.CONNECT);
  }

  @Override
  public List<Connection> connections(PeerId peer) {
    return List.copyOf(connections.of(peer));
  }

  @Override
  public List<Connection> connections() {
    return List.copyOf(connections.all());
  }

  @Override
  public Stream open(PeerId peer, List<String> wanted, Duration timeout) throws StreamException {
    long deadline = environment.nanos().getAsLong() + timeout.toNanos();
    Connection connection =
        switch (connect(peer, List.of(), timeout)) {
          case DialOutcome.Connected(Connection ready, boolean _) -> ready;
          case DialOutcome.Limited(String limit) -> throw new StreamException(Kind.LIMITED, limit);
          case DialOutcome other -> throw new StreamException(Kind.DISCONNECTED, other.toString());
        };
    long left = Math.max(0, deadline - environment.nanos().getAsLong());
    return connection.open(wanted, Duration.ofNanos(left));
  }

  @Override
  public void handle(String protocol, StreamHandler handler) {
    protocols.add(protocol, handler);
    announcementMayHaveChanged();
  }

  @Override
  public void handleOnLoop(String protocol, LoopProtocol handler) {
    protocols.add(protocol, handler);
    announcementMayHaveChanged();
  }

  @Override
  public void remove(String protocol) {
    ProtocolTable.Served removed = protocols.remove(protocol);
    if (removed != null) {
      removed.resets().forEach(Runnable::run);
      announcementMayHaveChanged();
    }
  }

  /** Looks again at what is announced; peers are told if it is different. Does not block. */
  public void announcementMayHaveChanged() {
    announcer.mayHaveChanged();
  }

  @Override
  public void listen(HostListener listener) {
    listeners.add(listener);
  }

  @Override
  public AddressBook addressBook() {
    return environment.addressBook();
  }

  @Override
  public ConnectionManager connectionManager() {
    return upkeep;
  }

  /** What the peer may do has changed: its connections end if it may no longer connect. */
  public void reconsider(PeerId peer) {
    if (!permits(peer)) {
      connections.of(peer).forEach(Connection::close);
    }
  }

  /** What peers take of this host now. */
  ResourceBook resources() {
    return limits;
  }

  /** Closes the connections that are too many now, as the host does from time to time. */
  void trim() {
    upkeep.trim();
  }

  @Override
  public void close() {
    EventLoops.refuse();
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    intake.close();
    sockets.close();
    List<NodeConnection> open = connections.all();
    open.forEach(NodeConnection::close);
    awaitClosed(open);
    threads.close();
  }

  private void awaitClosed(List<NodeConnection> open) {
    CompletableFuture<?>[] each =
        open.stream().map(NodeConnection::whenClosed).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(each).get(config.closing().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("connections are still open after {}", config.closing());
    }
  }

  private void identify(NodeConnection connection) {
    try {
      identify.identify(connection);
    } catch (StreamException | WireException e) {
      LOG.debug("{} does not identify itself: {}", connection, e.getMessage());
    }
  }

  private void identified(Connection connection, HostListener.Identity identity) {
    if (connection instanceof NodeConnection node) {
      node.remoteProtocols(identity.protocols());
    }
    listeners.tell(connection.peer(), listener -> listener.onIdentified(connection, identity));
  }

  /** What happens to connections once they are ours. On event loops. */
  private final class Stage implements Intake.Stage {
    @Override
    public boolean hasRoom(PeerId peer) {
      return listeners.hasRoom(peer);
    }

    @Override
    public void opened(NodeConnection connection) {
      upkeep.opened(connection);
      renewal.changed(connection.peer());
      if (connection.direction() == Connection.Direction.INBOUND) {
        backoff.clear(connection.peer());
      }
      listeners.tell(connection.peer(), listener -> listener.onConnected(connection));
      try {
        threads.virtual().execute(() -> identify(connection));
      } catch (RejectedExecutionException e) {
        LOG.trace("the host is closing: {} is not identified", connection);
      }
    }

    @Override
    public void ended(NodeConnection connection) {
      upkeep.ended(connection);
      renewal.changed(connection.peer());
      listeners.tell(connection.peer(), listener -> listener.onDisconnected(connection));
    }
  }
}
