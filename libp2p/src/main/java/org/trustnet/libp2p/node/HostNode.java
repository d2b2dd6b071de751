package org.trustnet.libp2p.node;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
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
import org.trustnet.libp2p.transport.EventLoops;
import org.trustnet.libp2p.transport.tcp.TcpTransport;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * The host of one libp2p identity over TCP: its parts put together, its start and its end. What
 * becomes of connections is in {@link ConnectionStage}, what is announced in {@link
 * Identification}, who is kept connected in {@link Upkeep}. Safe on any thread.
 */
public final class HostNode implements Host {
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
  private final Upkeep upkeep;
  private final AnnouncedAddresses announced;
  private final Identification identification;
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
    this.listeners = new HostListeners(new PeerEvents(threads.virtual()));
    this.announced = new AnnouncedAddresses(config.announce(), sockets::addresses, interfaces);
    this.identification =
        new Identification(
            new Identification.Self(this, key, announced),
            config.identify(),
            new IdentifyService.Clocks(environment.wall(), environment.nanos()),
            connections,
            listeners,
            threads);
    this.renewal =
        new AddressRenewal(
            connections,
            environment.addressBook(),
            config.identify().addressLife(),
            environment.nanos());
    this.upkeep = upkeep();
    this.tcp = tcp();
    this.limits = new ResourceBook(config.limits(), environment.random());
    DialBackoff backoff = new DialBackoff();
    this.intake =
        new Intake(
            peer(),
            environment.access(),
            limits,
            new StreamService(protocols, threads.virtual(), config.streams(), environment.nanos()),
            new ConnectionStage(upkeep, renewal, backoff, listeners, identification),
            environment.nanos());
    this.dialer = dialer(backoff);
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

  private TcpTransport tcp() {
    return new TcpTransport(
        threads.loops(),
        config.wire().tcp(),
        config.wire().upgrade(),
        SecurityOffer.of(config.wire().security(), key, environment, threads.crypto()),
        environment.nanos());
  }

  private Dialer dialer(DialBackoff backoff) {
    DialPlanner planner =
        new DialPlanner(peer(), config.dial(), AddressFilter.except(sockets::listenOn), backoff);
    DnsClient dns = new DnsClient(config.dns(), environment.nanos());
    Names names = new Names(new AddressResolver(dns), config.dial().heardNames());
    Race race = new Race(tcp, intake, planner, environment.addressBook(), names, environment);
    return new Dialer(peer(), environment.access(), connections, race, threads.virtual());
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
    boolean begun = false;
    try {
      node.begin();
      begun = true;
      return node;
    } finally {
      if (!begun) {
        node.close();
      }
    }
  }

  private void begin() throws IOException {
    identification.serve();
    Ping.serve(this, config.ping());
    sockets.bind(config.listen(), tcp, intake);
    identification.begin();
    upkeep.start(
        dialer,
        () -> {
          identification.lookAgain();
          renewal.lookAfter();
        });
    sockets.accept(); // last: a peer asks at once what we announce
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
    identification.mayHaveChanged();
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
    connections.closeAll(config.closing());
    threads.close();
  }
}
