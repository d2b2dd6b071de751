package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.DialOutcome;
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
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.ping.PingConfig;
import org.trustnet.libp2p.ping.PingOutcome;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * Our own node in this JVM: a host that answers identify and ping, and a server of both DHTs, on
 * loopback. An edge: real sockets, real time.
 */
final class OurNode implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateKey key;
  private final HostNode host;
  private final RecordStore store;
  private final DualKad kad;

  private OurNode(PrivateKey key, HostConfig config) throws IOException {
    this.key = key;
    MemoryAddressBook book = new MemoryAddressBook(AddressBookLimits.defaults(), Clock.systemUTC());
    this.host =
        HostNode.start(
            key,
            config,
            new HostNode.Environment(
                Access.open(), book, Clock.systemUTC(), System::nanoTime, RANDOM));
    RecordValidator validator = Namespaces.withIpns(new IpnsRecordValidator());
    this.store = new MemoryRecordStore(host.peer(), RecordLimits.DEFAULT, RecordChanges.ignored());
    Kad.Tools tools =
        new Kad.Tools(store, validator, new KadClock(System::nanoTime, Clock.systemUTC()), RANDOM);
    this.kad =
        new DualKad(
            new Kad(host, KadConfig.wan(KadConfig.Scope.LOOPBACK), tools),
            new Kad(host, KadConfig.lan(KadConfig.Scope.LOOPBACK), tools),
            validator);
    kad.apply(RoutingMode.of(RoutingMode.Type.DHTSERVER, List.of(), new RoutingMode.Evidence()));
    kad.start();
  }

  static OurNode start() {
    return start(TestHosts.config());
  }

  /** One that offers and accepts only this security. */
  static OurNode only(HostConfig.Security security) {
    HostConfig config = TestHosts.config();
    return start(config.withWire(config.wire().withSecurity(security)));
  }

  static OurNode start(HostConfig config) {
    try {
      return new OurNode(TestHosts.key(), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostNode host() {
    return host;
  }

  DualKad kad() {
    return kad;
  }

  PrivateKey key() {
    return key;
  }

  String id() {
    return host.peer().toString();
  }

  /** Where it listens, with its peer ID. */
  String address() {
    return listenAddress() + "/p2p/" + id();
  }

  /** Where it listens, without its peer ID. */
  String listenAddress() {
    return host.listenAddresses().getFirst().toString();
  }

  /** Dials a peer, which must succeed. */
  void dial(String address) {
    Multiaddr whole = Multiaddr.parse(address);
    PeerId peer = PeerId.parse(address.substring(address.lastIndexOf('/') + 1));
    assertThat(host.connect(peer, List.of(whole), PATIENCE))
        .isInstanceOf(DialOutcome.Connected.class);
  }

  /** Pings a peer that is connected, which must answer. */
  void ping(String peer) {
    Ping ping = new Ping(host, PingConfig.defaults(), RANDOM, System::nanoTime);
    assertThat(ping.ping(PeerId.parse(peer), PATIENCE)).isInstanceOf(PingOutcome.Answered.class);
  }

  /** The security protocol of the connections to a peer. */
  List<String> securityWith(String peer) {
    return host.connections(PeerId.parse(peer)).stream().map(c -> c.security()).toList();
  }

  /** Makes it know a peer that nobody else can know, at an address of loopback that is refused. */
  PeerInfo knowsStranger() {
    PeerId peer = TestHosts.key().peerId();
    String host3 = RANDOM.nextInt(256) + "." + RANDOM.nextInt(256) + "." + RANDOM.nextInt(1, 255);
    Multiaddr address = Multiaddr.parse("/ip4/127." + host3 + "/tcp/9");
    host.addressBook().add(peer, List.of(address), Duration.ofMinutes(10));
    return new PeerInfo(peer, List.of(address));
  }

  /** Makes it know where a peer is that it never met. */
  void knows(String peer, String address) {
    Multiaddr whole = Multiaddr.parse(address.substring(0, address.indexOf("/p2p/")));
    host.addressBook().add(PeerId.parse(peer), List.of(whole), Duration.ofMinutes(10));
  }

  /** The value that it keeps under a key. */
  Optional<Bytes> stored(Bytes key) {
    return store.value(key, Clock.systemUTC().instant()).map(StoredValue::value);
  }

  /** Some content that nobody has: its multihash. */
  static Multihash newContent() {
    byte[] content = new byte[64];
    RANDOM.nextBytes(content);
    return Multihash.sha256(Bytes.wrap(content));
  }

  @Override
  public void close() {
    kad.close();
    host.close();
  }
}
