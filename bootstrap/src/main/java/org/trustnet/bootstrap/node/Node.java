package org.trustnet.bootstrap.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.trustnet.bootstrap.answers.ContentAnswers;
import org.trustnet.bootstrap.answers.FileAnswers;
import org.trustnet.bootstrap.answers.NameAnswers;
import org.trustnet.bootstrap.answers.NodeAnswers;
import org.trustnet.bootstrap.answers.PeerAgents;
import org.trustnet.bootstrap.answers.PeeringAnswers;
import org.trustnet.bootstrap.answers.PublishAnswers;
import org.trustnet.bootstrap.answers.RoutingAnswers;
import org.trustnet.bootstrap.answers.RoutingOff;
import org.trustnet.bootstrap.answers.SwarmAnswers;
import org.trustnet.bootstrap.answers.Version;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.config.AddressTypes;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.config.Variables;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.http.RpcGuard;
import org.trustnet.bootstrap.http.RpcServer;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.repo.Patience;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.bootstrap.store.SoftState;
import org.trustnet.bootstrap.store.StoredRoots;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsClient;
import org.trustnet.libp2p.kad.RoutingMode;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.ping.PingConfig;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/** A running node. Several may run in one process, each on its own repository. */
public final class Node implements AutoCloseable {
  private final Parts parts;
  private final NodeEvents events;
  private final OpenRepository repository;
  private final Network network;
  private final Content content;
  private final Names names;
  private final AddressResolver resolver;
  private final Multiaddr api;
  private final CountDownLatch stopAsked = new CountDownLatch(1);

  private Node(OpenRepository repository, NodeEvents events, Parts parts) throws IOException {
    this.parts = parts;
    this.events = events;
    this.repository = repository;
    Surroundings surroundings = repository.surroundings();
    Config config = repository.config();
    tellIgnored();
    AddressTypes.exposure(config.value(ConfigKeys.API)).ifPresent(events::told);
    Descriptors.shortage(config, Descriptors.ofTheProcess()).ifPresent(events::told);
    SoftState soft = parts.started(new SoftState(repository.database()));
    TrustService trust = repository.trust();
    Keyring keyring = repository.keyring();
    this.network =
        parts.started(
            Network.start(keyring.self(), config, soft, trust, surroundings, this::tellRouting));
    soft.start();
    this.content =
        parts.started(
            Content.open(
                repository.repository().blocks(),
                config,
                new Content.Peers(network.host(), network.kad()),
                new StoredRoots(repository.database()),
                surroundings.wall(),
                surroundings.nanos()));
    DnsClient dns = new DnsClient(DnsSettings.of(config), surroundings.nanos());
    this.resolver = new AddressResolver(dns);
    this.names =
        parts.started(
            new Names(
                new Names.Sources(
                    new DhtNames(network.kad()),
                    new DnsTexts(dns),
                    name -> trust.snapshot().nameBlocked(name)),
                repository.published(),
                keyring::key,
                surroundings,
                config.value(ConfigKeys.REPUBLISH_PERIOD)));
    names.start();
    trust.start(new TrustService.Parts(network.host(), network.kad(), names, content, resolver));
    parts.started(trust);
    this.api = startRpc(config);
    tellAddresses();
  }

  /**
   * Starts a node on the repository, which is closed with it.
   *
   * @throws IOException naming the address that cannot be listened on
   */
  public static Node start(OpenRepository repository, NodeEvents events) throws IOException {
    Parts parts = new Parts();
    parts.started(repository);
    try {
      return new Node(repository, events, parts);
    } catch (IOException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** Opens the repository at {@code folder}, if nobody else holds it, and starts a node on it. */
  public static Node start(
      Path folder, Map<String, String> environment, Surroundings surroundings, NodeEvents events)
      throws IOException {
    return start(folder, environment, surroundings, events, Patience.NONE);
  }

  /**
   * Opens the repository at {@code folder} and starts a node on it.
   *
   * @param patience how long to wait while another process holds the repository
   */
  public static Node start(
      Path folder,
      Map<String, String> environment,
      Surroundings surroundings,
      NodeEvents events,
      Patience patience)
      throws IOException {
    String holder = "trustnet run, pid " + ProcessHandle.current().pid();
    return start(OpenRepository.open(folder, holder, environment, surroundings, patience), events);
  }

  private Multiaddr startRpc(Config config) throws IOException {
    Multiaddr wanted = config.value(ConfigKeys.API);
    RpcServer rpc =
        parts.started(
            RpcServer.start(
                wanted,
                operations(),
                new RpcGuard(
                    Repository.apiToken(repository.repository().folder()),
                    config.value(ConfigKeys.API_AUTHORIZATIONS)),
                () -> stopAsked.getCount() > 0));
    Multiaddr bound = rpc.address(wanted);
    repository.repository().announceApi(bound.toString());
    return bound;
  }

  private Operations operations() {
    Surroundings surroundings = repository.surroundings();
    PeerAgents agents = new PeerAgents();
    network.host().listen(agents);
    Operations operations = repository.operations();
    Version.addTo(operations);
    new NodeAnswers(
            network.host(),
            new NodeAnswers.Self(
                repository.keyring().self().publicKey(), repository.trust()::bootstrapStatus),
            agents,
            network.kad(),
            new NodeAnswers.Tools(
                new Ping(
                    network.host(),
                    PingConfig.defaults(),
                    surroundings.random(),
                    surroundings.nanos()),
                resolver),
            stopAsked::countDown)
        .addTo(operations);
    new SwarmAnswers(
            network.host(), agents, peer -> PeeringAnswers.holders(repository.trust(), peer))
        .addTo(operations);
    new RoutingAnswers(network.kad(), cid -> content.store().has(cid)).addTo(operations);
    new ContentAnswers(content, names).addTo(operations);
    new NameAnswers(
            names, repository.keyring(), content, surroundings.wall(), network.kad()::hasPeers)
        .addTo(operations);
    new PublishAnswers(names, repository.keyring(), content, network.kad()).addTo(operations);
    new FileAnswers(content, names, repository.keyring()).addTo(operations);
    boolean off = repository.config().value(ConfigKeys.ROUTING_TYPE).equals("none");
    return off ? RoutingOff.over(operations) : operations;
  }

  private void tellIgnored() {
    repository.config().kept().forEach(section -> events.told(section.advice()));
    Variables.unknown(repository.environment()).forEach(line -> events.told("warning: " + line));
  }

  private void tellRouting(RoutingMode mode) {
    events.told(
        "DHT: public "
            + mode.wan().name().toLowerCase(java.util.Locale.ROOT)
            + ", local "
            + mode.lan().name().toLowerCase(java.util.Locale.ROOT)
            + " ("
            + mode.reason()
            + ")");
  }

  private void tellAddresses() {
    events.told("peer ID " + peer());
    network.host().listenAddresses().forEach(address -> events.told("listening on " + address));
    events.told("RPC on " + api);
  }

  public PeerId peer() {
    return network.host().peer();
  }

  /** Where peers connect to, ending in {@code /p2p/ID}. */
  public List<Multiaddr> addresses() {
    return network.host().announcedAddresses().stream().map(a -> a.withPeer(peer())).toList();
  }

  /** Where the RPC listens. */
  public Multiaddr api() {
    return api;
  }

  /** Waits until somebody asks the node to stop. */
  public void awaitStop() throws InterruptedException {
    stopAsked.await();
  }

  /** Asks the node to stop; whoever waits in {@link #awaitStop} closes it. */
  public void askToStop() {
    stopAsked.countDown();
  }

  /** Stops everything in order and gives the repository up. */
  @Override
  public void close() {
    stopAsked.countDown();
    parts.close();
  }
}
