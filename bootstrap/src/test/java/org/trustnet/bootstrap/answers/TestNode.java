package org.trustnet.bootstrap.answers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.content.MemoryRoots;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.names.PublishedRecords;
import org.trustnet.bootstrap.node.DhtNames;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.trust.BootstrapStatus;
import org.trustnet.ipns.keystore.FileKeyStore;
import org.trustnet.ipns.name.FilePublishedStore;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.ipns.name.RepublishSchedule;
import org.trustnet.ipns.name.TxtRecords;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsClient;
import org.trustnet.libp2p.dns.DnsConfig;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.Kad;
import org.trustnet.libp2p.kad.KadClock;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.ping.PingConfig;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.bootstrap.BootstrapState;

/**
 * The parts of a node that operations are answered from, on loopback. An edge: real sockets, real
 * time.
 */
final class TestNode implements AutoCloseable {
  /** What it says of its way into the network: it has none of the parts that would go it. */
  static final BootstrapStatus STATUS =
      new BootstrapStatus(
          BootstrapState.PARTIAL, 1, Map.of("bootstrap", Map.of("answered", 1L, "failed", 2L)), 0);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Operations operations = new Operations();
  private List<String> holders = List.of();
  final HostNode host;
  final DualKad kad;
  final Content content;
  final Names names;
  final Keyring keyring;

  /**
   * @param reserveBytes disk space that blocks may not use up
   */
  private TestNode(Path folder, long reserveBytes, TxtRecords dns) throws IOException {
    PrivateKey key = TestHosts.key();
    host = part(new TestHosts()).start(key, TestHosts.config(), Access.open());
    PeerAgents agents = new PeerAgents();
    host.listen(agents);
    kad = part(kad(host));
    content =
        part(
            Content.open(
                folder.resolve("blocks"),
                Config.defaults().with(ConfigKeys.STORAGE_RESERVE, reserveBytes),
                new Content.Peers(host, kad),
                new MemoryRoots(),
                Clock.systemUTC(),
                System::nanoTime));
    keyring = new Keyring(key, FileKeyStore.open(folder.resolve("keystore")));
    FilePublishedStore published = FilePublishedStore.open(folder.resolve("published"));
    names =
        part(
            new Names(
                new Names.Sources(new DhtNames(kad), dns, _ -> false),
                published,
                keyring::key,
                Surroundings.ofTheMachine(),
                RepublishSchedule.INTERVAL));
    Ping ping = new Ping(host, PingConfig.defaults(), new SecureRandom(), System::nanoTime);
    NodeAnswers.Self self = new NodeAnswers.Self(key.publicKey(), () -> STATUS);
    DnsClient dnsClient = new DnsClient(DnsConfig.system(), System::nanoTime);
    new NodeAnswers(
            host,
            self,
            agents,
            kad,
            new NodeAnswers.Tools(ping, new AddressResolver(dnsClient)),
            () -> {})
        .addTo(operations);
    new SwarmAnswers(host, agents, _ -> holders).addTo(operations);
    new RoutingAnswers(kad, cid -> content.store().has(cid)).addTo(operations);
    new KeyAnswers(keyring, new SecureRandom(), new PublishedRecords(published)).addTo(operations);
    new ContentAnswers(content, names).addTo(operations);
    new NameAnswers(names, keyring, content, Clock.systemUTC(), kad::hasPeers).addTo(operations);
    new PublishAnswers(names, keyring, content, kad).addTo(operations);
    new FileAnswers(content, names, keyring).addTo(operations);
  }

  static TestNode start(Path folder) throws IOException {
    return asking(folder, (_, _) -> new TxtRecords.Answer.Failed("there is no DNS here"));
  }

  /** One that asks this DNS about domains. */
  static TestNode asking(Path folder, TxtRecords dns) throws IOException {
    return new TestNode(folder, 0, dns);
  }

  /** One whose disk is full. */
  static TestNode onAFullDisk(Path folder) throws IOException {
    return new TestNode(
        folder, Long.MAX_VALUE / 2, (_, _) -> new TxtRecords.Answer.Failed("there is no DNS here"));
  }

  /** From now on entries of these labels hold every connection. */
  void holdBy(String... labels) {
    holders = List.of(labels);
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }

  private static DualKad kad(HostNode host) {
    RecordValidator validator = Namespaces.withIpns(new IpnsRecordValidator());
    Kad.Tools tools =
        new Kad.Tools(
            new MemoryRecordStore(host.peer(), RecordLimits.DEFAULT, RecordChanges.ignored()),
            validator,
            new KadClock(System::nanoTime, Clock.systemUTC()),
            new SecureRandom());
    DualKad kad =
        new DualKad(
            new Kad(host, KadConfig.wan(KadConfig.Scope.LOOPBACK), tools),
            new Kad(host, KadConfig.lan(KadConfig.Scope.LOOPBACK), tools),
            validator);
    kad.start();
    kad.wan().serve(Kad.Service.ON);
    return kad;
  }

  /** Its address with its peer ID. */
  String address() {
    return host.listenAddresses().getFirst().withPeer(host.peer()).toString();
  }

  /** Connects two nodes and waits until each is in the other's routing table. */
  static void connect(TestNode one, TestNode other) {
    TestHosts.connect(one.host, other.host);
    long deadline = System.nanoTime() + TestHosts.PATIENCE.toNanos();
    while (!one.kad.hasPeers() || !other.kad.hasPeers()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("they do not find each other");
      }
      Thread.onSpinWait();
    }
  }

  /** A call to be made. */
  final class Call {
    private final OperationSpec spec;
    private final List<String> arguments;
    private final Map<String, String> options;
    private final List<Request.Part> files = new ArrayList<>();
    private Request.Terms terms = Request.Terms.USUAL;

    private Call(OperationSpec spec, List<String> arguments, Map<String, String> options) {
      this.spec = spec;
      this.arguments = arguments;
      this.options = options;
    }

    /** Without the network. */
    Call offline() {
      terms = new Request.Terms(Request.Reach.LOCAL, Optional.empty());
      return this;
    }

    /** Within this time. */
    Call within(Duration limit) {
      terms = new Request.Terms(Request.Reach.NETWORK, Optional.of(limit));
      return this;
    }

    Call file(String path, Bytes content) {
      return part(path, Request.PartKind.FILE, content);
    }

    Call symlink(String path, String target) {
      return part(path, Request.PartKind.SYMLINK, Bytes.utf8(target));
    }

    private Call part(String path, Request.PartKind kind, Bytes content) {
      files.add(new Request.Part(path, kind, new ByteArrayInputStream(content.toArray())));
      return this;
    }

    Call file(String path, String content) {
      return file(path, Bytes.utf8(content));
    }

    Call folder(String path) {
      return part(path, Request.PartKind.FOLDER, Bytes.empty());
    }

    private Reply reply() {
      Iterator<Request.Part> parts = files.iterator();
      try {
        return operations
            .at(spec.path())
            .orElseThrow()
            .run(new Request(spec, arguments, options, parts, "test", terms));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** The one document of the answer. */
    @SuppressWarnings("unchecked")
    Map<String, Object> document() {
      return (Map<String, Object>) ((Reply.Document) reply()).json();
    }

    /** The list of the answer. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> list() {
      return (List<Map<String, Object>>) ((Reply.Document) reply()).json();
    }

    /** The rows of the answer. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> rows() {
      List<Map<String, Object>> rows = new ArrayList<>();
      try {
        ((Reply.Rows) reply()).writeTo(row -> rows.add((Map<String, Object>) row));
        return rows;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** The bytes of the answer. */
    Bytes bytes() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        ((Reply.Content) reply()).writeTo(out);
        return Bytes.wrap(out.toByteArray());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  Call call(OperationSpec spec, Map<String, String> options, String... arguments) {
    return new Call(spec, List.of(arguments), options);
  }

  Call call(OperationSpec spec, String... arguments) {
    return call(spec, Map.of(), arguments);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }
}
