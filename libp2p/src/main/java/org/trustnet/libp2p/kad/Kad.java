package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.query.Lookup;
import org.trustnet.libp2p.kad.records.RecordStore;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.kad.routing.RefreshPlan;
import org.trustnet.libp2p.kad.routing.RoutingTable;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * One DHT: finds peers, stores and finds values and providers, and serves others when told to.
 * Calls block until they are done or time is up, so they are for virtual threads; an interrupt ends
 * them early with what was found, and stays noted. Safe on any thread. An edge: it meets threads
 * and the network; the clock and chance are given to it.
 */
public final class Kad implements AutoCloseable {
  /** Lookups under way at once: each holds up to 30 requests. */
  public static final int MAX_LOOKUPS = 32;

  /** How long storing a record with one peer may take, gokad routing.go. */
  public static final Duration PUT = Duration.ofSeconds(30);

  /** How long one refreshing lookup may take. */
  static final Duration REFRESH_LOOKUP = Duration.ofSeconds(30);

  private static final int SOURCES_OF_A_PEER = 3;

  /**
   * What a DHT works with.
   *
   * @param store values and providers kept for others
   * @param validator judges values
   * @param clock its times
   * @param random chance for refresh keys
   * @param provided the multihashes that we announce ourselves, in whichever DHT: of those we are
   *     named to everybody who asks, whatever others announce here. As many as {@link
   *     org.trustnet.libp2p.kad.records.RepublishSchedule#MAX_KEYS}
   */
  public record Tools(
      RecordStore store,
      RecordValidator validator,
      KadClock clock,
      RandomGenerator random,
      Set<Bytes> provided) {
    /** Tools of DHTs that announce nothing yet. */
    public Tools(
        RecordStore store, RecordValidator validator, KadClock clock, RandomGenerator random) {
      this(store, validator, clock, random, ConcurrentHashMap.newKeySet());
    }
  }

  /** Whether others are served. */
  public enum Service {
    ON,
    OFF
  }

  private final Host host;
  private final KadConfig config;
  private final Tools tools;
  private final RoutingTable table;
  private final RefreshPlan refresh;
  private final KadMessenger messenger;
  private final KadServer server;
  private final TableKeeper keeper;
  private final KadWalks walks;
  private final KadValues values;
  private final KadProviders providers;
  private final KadUpkeep upkeep;
  private Service service = Service.OFF;

  /** A DHT on {@code host}; as a client until {@link #serve}. Call {@link #start} once. */
  public Kad(Host host, KadConfig config, Tools tools) {
    this.host = host;
    this.config = config;
    this.tools = tools;
    this.table = new RoutingTable(host.peer(), config.limits());
    this.refresh = new RefreshPlan(table.self(), config.refresh());
    this.messenger = new KadMessenger(host, config.protocol(), tools.clock().nanos());
    this.keeper = new TableKeeper(host, config, table, messenger, tools.clock().nanos());
    this.walks = new KadWalks(config, tools.clock(), table, refresh, messenger, keeper);
    this.values = new KadValues(host.peer(), tools, walks, messenger);
    this.providers = new KadProviders(host, config, tools, walks, messenger, this::tableSize);
    this.server =
        new KadServer(
            new KadResponder(
                new KadResponder.Sources(
                    host.peer(),
                    table,
                    tools.store(),
                    tools.validator(),
                    new Known(),
                    tools.clock().wall()),
                config),
            tools.clock().nanos());
    this.upkeep =
        new KadUpkeep(
            new KadUpkeep.Work(
                this::refresh,
                this::round,
                () -> tools.store().sweep(tools.clock().wall().instant())),
            this::tableSize,
            config.refresh(),
            tools.clock().nanos());
  }

  /** Begins to listen for peers and to look after the table. */
  public void start() {
    host.listen(keeper);
    keeper.considerConnected();
    upkeep.start();
  }

  /**
   * Serves others from now on, or no more: then the protocol is withdrawn and streams are reset.
   */
  public synchronized void serve(Service wanted) {
    if (wanted != service && !upkeep.isClosed()) {
      service = wanted;
      switch (wanted) {
        case ON -> host.handleOnLoop(config.protocol(), server::accept);
        case OFF -> host.remove(config.protocol());
      }
    }
  }

  public synchronized Service service() {
    return service;
  }

  /** Peers in the routing table. */
  public int tableSize() {
    return table.snapshot().size();
  }

  /** The peers of the routing table with their addresses, nearest bucket last. */
  public List<PeerInfo> tablePeers() {
    return table.snapshot().entries().stream().map(e -> KadWire.decodePeer(e.wire())).toList();
  }

  /**
   * Puts a peer out that must not be connected to any more, {@link Host#permits}: at once out of
   * the table, and no answer of ours names it.
   */
  public void forget(PeerId peer) {
    keeper.forget(peer);
  }

  /** Requests of others that were refused so far. */
  public long refusals() {
    return server.refusals();
  }

  /** Inbound streams that are open. */
  int inboundStreams() {
    return server.streams();
  }

  /**
   * Where a peer is, as the network says, as far as that is an address of this network; empty if
   * nobody knows.
   */
  public Optional<PeerInfo> findPeer(PeerId peer, Duration timeout) {
    List<Multiaddr> known = host.addressBook().addresses(peer);
    if (!known.isEmpty() && !host.connections(peer).isEmpty()) {
      return Optional.of(new PeerInfo(peer, known));
    }
    Set<Multiaddr> addresses = new LinkedHashSet<>();
    AtomicInteger sources = new AtomicInteger();
    walks.walk(
        KadMessage.findNode(peer.encode()),
        (from, answer) ->
            answer.closer().stream()
                .filter(named -> named.id().equals(peer))
                .map(named -> config.policy().kept(named.addresses()))
                .filter(named -> !named.isEmpty())
                .forEach(
                    named -> {
                      addresses.addAll(named);
                      sources.incrementAndGet();
                    }),
        () -> sources.get() >= SOURCES_OF_A_PEER,
        timeout);
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new PeerInfo(peer, addresses.stream().limit(KadWire.MAX_ADDRESSES).toList()));
  }

  /** The peers nearest to a key that answer, nearest first, at most 20. */
  public Lookup.Result closestPeers(Bytes key, Duration timeout) {
    return walks.walk(KadMessage.findNode(key), (from, answer) -> {}, () -> false, timeout);
  }

  /** As the other, but the way begins at one peer: the table is left aside. */
  public Lookup.Result closestPeers(Bytes key, PeerInfo through, Duration timeout) {
    return walks.walk(
        KadMessage.findNode(key), List.of(through), (from, answer) -> {}, () -> false, timeout);
  }

  /** Stores a value here and with the peers nearest to its key. */
  public PutOutcome putValue(Bytes key, Bytes value, Duration timeout) {
    return values.put(key, value, timeout);
  }

  /**
   * Searches a value, ours included.
   *
   * @param quorum valid answers that are enough; 0 for all
   * @param told hears each valid value once, also those that are worse than one before, and each
   *     expired one, which are for the caller to tell apart; on the calling thread
   * @return the best valid value, and how many others answered
   */
  public FoundValue findValue(Bytes key, int quorum, Consumer<Bytes> told, Duration timeout) {
    return values.find(key, quorum, told, timeout);
  }

  /**
   * The value that one peer holds, as it answers: not judged.
   *
   * @throws StreamException if it does not answer
   */
  public Optional<Bytes> valueAt(PeerInfo peer, Bytes key, Duration timeout)
      throws StreamException {
    return values.at(peer, key, timeout);
  }

  /**
   * Announces that we have some content, now and every 22 hours; what reached nobody is announced
   * again after 5 minutes.
   */
  public PutOutcome provide(Bytes multihash, Duration timeout) {
    return providers.provide(multihash, timeout);
  }

  /**
   * Has {@link #provide} begin as soon as there is somebody to tell, and returns at once: empty, or
   * why it will not be.
   */
  Optional<PutOutcome.Refused> provideLater(Bytes multihash) {
    return providers.provideLater(multihash);
  }

  /** As {@link DualKad#claim}. */
  void claim(Bytes multihash) {
    providers.claim(multihash);
  }

  /**
   * Searches providers of some content. Those that we may not connect to, {@link Host#permits}, are
   * passed over, and of their addresses those that are not of this network.
   *
   * @param count how many are enough; 0 for all that are found
   * @param found hears each provider once, on the calling thread
   */
  public void findProviders(
      Bytes multihash, int count, Consumer<PeerInfo> found, Duration timeout) {
    providers.find(multihash, count, found, timeout);
  }

  /** Looks up our own key and every bucket that is due; fills an empty table. */
  public void refresh() {
    keeper.considerConnected();
    if (table.snapshot().size() == 0) {
      return;
    }
    closestPeers(host.peer().encode(), REFRESH_LOOKUP);
    for (int prefix : refresh.due(table.snapshot(), tools.clock().now())) {
      if (!upkeep.isClosed()) {
        closestPeers(refresh.target(prefix, tools.random()), REFRESH_LOOKUP);
      }
    }
  }

  @Override
  public void close() {
    serve(Service.OFF);
    upkeep.close();
    providers.close();
    keeper.close();
    values.close();
    messenger.close();
    server.close();
  }

  private void round() {
    keeper.probeSilent();
    messenger.sweep();
    providers.announceDue();
  }

  private final class Known implements KnownPeers {
    @Override
    public List<Multiaddr> addresses(PeerId peer) {
      return peer.equals(host.peer())
          ? host.announcedAddresses()
          : host.addressBook().addresses(peer);
    }

    @Override
    public boolean weProvide(Bytes multihash) {
      return tools.provided().contains(multihash);
    }

    @Override
    public boolean mayBeNamed(PeerId peer) {
      return peer.equals(host.peer()) || host.permits(peer);
    }
  }
}
