package org.trustnet.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.trustnet.bootstrap.answers.ContentAnswers;
import org.trustnet.bootstrap.answers.FileAnswers;
import org.trustnet.bootstrap.answers.KeyAnswers;
import org.trustnet.bootstrap.answers.NameAnswers;
import org.trustnet.bootstrap.answers.NodeAnswers;
import org.trustnet.bootstrap.answers.PeerAgents;
import org.trustnet.bootstrap.answers.PublishAnswers;
import org.trustnet.bootstrap.answers.RoutingAnswers;
import org.trustnet.bootstrap.answers.SwarmAnswers;
import org.trustnet.bootstrap.answers.Version;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.bootstrap.http.RpcGuard;
import org.trustnet.bootstrap.http.RpcServer;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.Names;
import org.trustnet.bootstrap.node.DhtNames;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.trust.BootstrapStatus;
import org.trustnet.ipns.keystore.FileKeyStore;
import org.trustnet.ipns.name.FilePublishedStore;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.libp2p.crypto.PrivateKey;
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
import org.trustnet.multiformats.Multiaddr;

/**
 * The parts of a node that the RPC answers from, on loopback, in a folder of its own, with the RPC
 * in front. An edge: real sockets, real time.
 */
final class RpcNode implements AutoCloseable {
  private static final String TOKEN = "a-token-for-tests";
  private static final Multiaddr ANY = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");

  private final Path folder;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final HostNode host;
  private final DualKad kad;
  private final Content content;
  private final Names names;
  private final Keyring keyring;
  private final PeerAgents agents = new PeerAgents();
  private final RpcServer rpc;

  private RpcNode(Path folder) throws IOException {
    this.folder = folder;
    PrivateKey key = TestHosts.key();
    TestHosts hosts = part(new TestHosts());
    host = hosts.start(key, TestHosts.config(), Access.open());
    host.listen(agents);
    kad = part(kad(host));
    content =
        part(
            Content.open(
                folder.resolve("blocks"),
                Config.defaults().with(ConfigKeys.STORAGE_RESERVE, 0L),
                host,
                kad,
                Clock.systemUTC(),
                System::nanoTime));
    keyring = new Keyring(key, FileKeyStore.open(folder.resolve("keystore")));
    names =
        part(
            new Names(
                new DhtNames(kad),
                FilePublishedStore.open(folder.resolve("published")),
                keyring::key,
                Clock.systemUTC()));
    names.start();
    rpc = part(RpcServer.start(ANY, operations(), new RpcGuard(TOKEN, Map.of()), () -> true));
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }

  static RpcNode start() throws IOException {
    return new RpcNode(Files.createTempDirectory("trustnet-rpc"));
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
    kad.lan().serve(Kad.Service.ON);
    return kad;
  }

  private Operations operations() {
    Ping ping = new Ping(host, PingConfig.defaults(), new SecureRandom(), System::nanoTime);
    Operations operations = new Operations();
    Version.addTo(operations);
    NodeAnswers.Self self =
        new NodeAnswers.Self(keyring.self().publicKey(), () -> BootstrapStatus.OFFLINE);
    new NodeAnswers(host, self, agents, kad, ping, () -> {}).addTo(operations);
    new SwarmAnswers(host, agents).addTo(operations);
    new RoutingAnswers(kad, cid -> content.store().has(cid)).addTo(operations);
    new KeyAnswers(keyring, new SecureRandom()).addTo(operations);
    new ContentAnswers(content, names).addTo(operations);
    new NameAnswers(names, keyring, Clock.systemUTC(), kad::hasPeers).addTo(operations);
    new PublishAnswers(names, keyring, content, kad).addTo(operations);
    new FileAnswers(content, names).addTo(operations);
    return operations;
  }

  /** The arguments that make {@code ipfs} talk to this node. */
  List<String> api() {
    return List.of("--api", rpc.address(ANY).toString(), "--api-auth", "bearer:" + TOKEN);
  }

  HostNode host() {
    return host;
  }

  DualKad kad() {
    return kad;
  }

  /** Its address with its peer ID. */
  String address() {
    return host.listenAddresses().getFirst().withPeer(host.peer()).toString();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }
}
