package org.trustnet.bootstrap.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.content.MemoryRoots;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.names.Routing;
import org.trustnet.ipns.name.FilePublishedStore;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.ipns.name.RepublishSchedule;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.name.TxtRecords;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.ipns.unixfs.ImportConfig;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsClient;
import org.trustnet.libp2p.dns.DnsConfig;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.host.peers.AddressBookLimits;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.Kad;
import org.trustnet.libp2p.kad.KadClock;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.libp2p.kad.RoutingMode;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.records.RecordStore;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.kad.records.StoredValue;
import org.trustnet.libp2p.node.HostConfig;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.bootstrap.BootstrapConfig;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.decide.Policy;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.life.Windows;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.store.EntryStore;

/** A node on loopback with its trust part. An edge: real sockets, real time. */
final class TestNode implements AutoCloseable {
  static final Surroundings REAL = Surroundings.ofTheMachine();
  static final Actor USER = new Actor(Actor.Kind.CLI, "test");

  /** Longer than the first retry of a refresh that a busy machine made fail. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  final HostNode host;
  final DualKad kad;
  final Content content;
  final TrustService trust;
  private final Names names;
  private final RecordStore records;

  TestNode(PrivateKey key, Path folder, EntryStore store, Surroundings ofTrust) throws IOException {
    this(key, folder, TrustService.open(store, settings(1), ofTrust, key.peerId()));
  }

  TestNode(PrivateKey key, Path folder, TrustService trust) throws IOException {
    this.trust = trust;
    HostConfig config =
        HostConfig.defaults()
            .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
            .withLimits(ResourceLimits.defaults().withLoopback(ResourceLimits.Loopback.BY_PORT));
    MemoryAddressBook book = new MemoryAddressBook(AddressBookLimits.defaults(), REAL.wall());
    this.host =
        HostNode.start(
            key,
            config,
            new HostNode.Environment(
                trust.access(), book, REAL.wall(), REAL.nanos(), REAL.random()));
    this.records =
        new MemoryRecordStore(
            host.peer(), RecordLimits.DEFAULT, trust.recordChanges(RecordChanges.ignored()));
    this.kad = kad(host);
    kad.apply(RoutingMode.of(RoutingMode.Type.DHTSERVER, List.of(), new RoutingMode.Evidence()));
    kad.start();
    this.content =
        Content.open(
            folder.resolve("blocks"),
            Config.defaults(),
            new Content.Peers(host, kad),
            new MemoryRoots(),
            REAL.wall(),
            REAL.nanos());
    this.names =
        new Names(
            new Names.Sources(
                new KadNames(kad),
                (_, _) -> new TxtRecords.Answer.Failed("there is no DNS here"),
                name -> trust.snapshot().nameBlocked(name)),
            FilePublishedStore.open(folder.resolve("published")),
            name -> Optional.empty(),
            REAL,
            RepublishSchedule.INTERVAL);
  }

  static PrivateKey key() {
    return Keys.generate(KeyType.ED25519, REAL.random());
  }

  static TrustSettings settings(int minPeers) {
    return new TrustSettings(
        Functions.NONE,
        new BootstrapConfig(minPeers),
        Windows.FROZEN_GRACE,
        Policy.RemoteScope.ANY,
        ResourceLimits.Loopback.BY_PORT,
        Optional.empty());
  }

  private DualKad kad(HostNode of) {
    RecordValidator validator = Namespaces.withIpns(new IpnsRecordValidator());
    Kad.Tools tools =
        new Kad.Tools(records, validator, new KadClock(REAL.nanos(), REAL.wall()), REAL.random());
    return new DualKad(
        new Kad(of, KadConfig.wan(KadConfig.Scope.LOOPBACK), tools),
        new Kad(of, KadConfig.lan(KadConfig.Scope.LOOPBACK), tools),
        validator);
  }

  TestNode start() {
    AddressResolver resolver =
        new AddressResolver(new DnsClient(new DnsConfig(java.util.Map.of()), REAL.nanos()));
    trust.start(new TrustService.Parts(host, kad, names, content, resolver));
    return this;
  }

  /** Names through the DHT, as the node has them. */
  private record KadNames(DualKad kad) implements Routing {
    @Override
    public boolean hasPeers() {
      return kad.hasPeers();
    }

    @Override
    public int put(Bytes key, Bytes record, Duration timeout) {
      kad.putValue(key, record, timeout);
      return 0;
    }

    @Override
    public int get(Bytes key, int quorum, Answers answers, Duration timeout) {
      return kad.findValue(key, quorum, answers::record, timeout).answered();
    }
  }

  PeerId peer() {
    return host.peer();
  }

  /** Where it listens, as a list names it. */
  Node listed(String label) {
    return listed(label, host.listenAddresses());
  }

  /** As if it listened elsewhere. */
  Node listed(String label, List<Multiaddr> addresses) {
    return new Node(
        label,
        peer(),
        List.of(),
        addresses.stream().<Remote>map(Remote.Address::new).toList(),
        Node.Strictness.STRICT,
        Functions.NONE);
  }

  void connect(TestNode to) {
    DialOutcome outcome = host.connect(to.peer(), to.host.listenAddresses(), PATIENCE);
    if (!(outcome instanceof DialOutcome.Connected)) {
      throw new AssertionError("not connected: " + outcome);
    }
    eventually(() -> !host.addressBook().protocols(to.peer()).isEmpty());
    eventually(() -> !to.host.addressBook().protocols(peer()).isEmpty());
    try {
      eventually(() -> inTheDht() && to.inTheDht());
    } catch (AssertionError e) {
      throw new AssertionError(
          "not in the DHT: we know "
              + host.addressBook().protocols(to.peer())
              + host.addressBook().addresses(to.peer())
              + ", they know "
              + to.host.addressBook().protocols(peer())
              + to.host.addressBook().addresses(peer()),
          e);
    }
  }

  /** A check that a busy machine made fail is made again, as the upkeep does twice a minute. */
  private boolean inTheDht() {
    if (!kad.hasPeers()) {
      kad.refresh();
    }
    return kad.hasPeers();
  }

  boolean connected(TestNode to) {
    return !connections(to).isEmpty();
  }

  List<Connection> connections(TestNode to) {
    return host.connections(to.peer());
  }

  /** Keeps a file here. */
  Cid keep(Bytes file) throws IOException {
    return content.keep(new ByteArrayInputStream(file.toArray()), ImportConfig.v1()).cid();
  }

  static TrustFile file(Node... nodes) {
    return new TrustFile("test", List.of(), List.of(new TrustFile.Entity("e", List.of(nodes))));
  }

  /** Keeps the file and signs a record for it. */
  IpnsRecord sign(PrivateKey key, long sequence, TrustFile file) throws IOException {
    return signed(key, sequence, TrustFileWriter.write(file));
  }

  /** Keeps the bytes and signs a record for them. */
  IpnsRecord signed(PrivateKey key, long sequence, Bytes file) throws IOException {
    Cid cid = keep(file);
    return IpnsRecords.create(
        key,
        new RecordContent(
            Bytes.utf8("/ipfs/" + cid),
            sequence,
            REAL.wall().instant().plus(Duration.ofDays(2)),
            Duration.ofHours(1)),
        Compatibility.V1_AND_V2);
  }

  /** Stores the record here and with whom it knows. */
  void put(IpnsRecord record) {
    kad.putValue(RoutingKey.record(record.name()), record.bytes(), PATIENCE);
  }

  /** Answers with this record from now on, whatever it is: a dishonest server of the DHT. */
  void serves(PeerId name, Bytes record) {
    Instant now = REAL.wall().instant();
    StoredValue value = new StoredValue(RoutingKey.record(name), record, now);
    if (records.put(value, now) != RecordStore.Outcome.STORED) {
      throw new AssertionError("no room for a record");
    }
  }

  void publish(PrivateKey key, long sequence, TrustFile file) throws IOException {
    put(sign(key, sequence, file));
  }

  /** Does a command that is expected to be possible. */
  Change.Done does(java.util.function.Function<TrustBook, Change> command) {
    return switch (trust.change(USER, command, done -> {})) {
      case Change.Done done -> done;
      case Change.Refused refused -> throw new AssertionError("refused: " + refused);
    };
  }

  RefreshOutcome refresh(EntryKey key) {
    try {
      return trust.refresh(key).orElseThrow().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  Instant now() {
    return trust.time().trust();
  }

  static void eventually(BooleanSupplier condition) {
    long until = REAL.nanos().getAsLong() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (REAL.nanos().getAsLong() - until > 0) {
        throw new AssertionError("it did not come about in " + PATIENCE);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Override
  public void close() {
    trust.close();
    names.close();
    content.close();
    kad.close();
    host.close();
  }
}
