package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.ipns.name.FilePublishedStore;
import org.trustnet.ipns.name.IpnsPublisher;
import org.trustnet.ipns.name.IpnsRecordValidator;
import org.trustnet.ipns.name.IpnsResolver;
import org.trustnet.ipns.name.PublishOutcome;
import org.trustnet.ipns.name.PublishPolicy;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.host.peers.AddressBookLimits;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.kad.Kad;
import org.trustnet.libp2p.kad.KadClock;
import org.trustnet.libp2p.kad.KadConfig;
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
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multiaddr;

/** Names in the DHT of hosts on loopback, whose records age by a clock that the test sets. */
@Timeout(180)
class DhtNamesTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Bytes VALUE = Bytes.utf8("/ipfs/bafkqaaa");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T00:00:00Z"));
  private final InstantSource clock = now::get;
  private final List<Peer> peers = new ArrayList<>();
  private final PrivateKey key = Keys.generate(KeyType.ED25519, REAL.random());
  private final Bytes name = RoutingKey.record(key.peerId());
  @TempDir private Path folder;

  /** One host with its DHTs. */
  private record Peer(HostNode host, RecordStore store, DualKad kad) {
    DhtNames names() {
      return new DhtNames(kad);
    }
  }

  @AfterEach
  void closeAll() {
    for (Peer peer : peers) {
      peer.kad().close();
      peer.host().close();
    }
  }

  private Peer peer() throws IOException {
    HostNode host =
        HostNode.start(
            Keys.generate(KeyType.ED25519, REAL.random()),
            HostConfig.defaults()
                .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
                .withLimits(
                    ResourceLimits.defaults().withLoopback(ResourceLimits.Loopback.BY_PORT)),
            new HostNode.Environment(
                Access.open(),
                new MemoryAddressBook(AddressBookLimits.defaults(), REAL.wall()),
                REAL.wall(),
                REAL.nanos(),
                REAL.random()));
    MemoryRecordStore store =
        new MemoryRecordStore(host.peer(), RecordLimits.DEFAULT, RecordChanges.ignored());
    RecordValidator validator = Namespaces.withIpns(new IpnsRecordValidator());
    Kad.Tools tools =
        new Kad.Tools(store, validator, new KadClock(REAL.nanos(), clock), REAL.random());
    DualKad kad =
        new DualKad(
            new Kad(host, KadConfig.wan(KadConfig.Scope.LOOPBACK), tools),
            new Kad(host, KadConfig.lan(KadConfig.Scope.LOOPBACK), tools),
            validator);
    kad.start();
    Peer peer = new Peer(host, store, kad);
    peers.add(peer);
    return peer;
  }

  /** A peer that serves in the local DHT, and that {@code asking} knows. */
  private Peer serverOf(Peer asking) throws IOException {
    Peer server = peer();
    server.kad().lan().serve(Kad.Service.ON);
    assertThat(
            asking.host().connect(server.host().peer(), server.host().listenAddresses(), PATIENCE))
        .isInstanceOf(DialOutcome.Connected.class);
    long until = REAL.nanos().getAsLong() + PATIENCE.toNanos();
    while (!asking.kad().hasPeers()) {
      assertThat(REAL.nanos().getAsLong() - until).as("the server is known in time").isNegative();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      asking.kad().refresh();
    }
    return server;
  }

  private IpnsRecord record(long sequence, Duration lifetime) {
    return IpnsRecords.create(
        key,
        new RecordContent(VALUE, sequence, now.get().plus(lifetime), Duration.ZERO),
        Compatibility.V1_AND_V2);
  }

  private void holds(Peer peer, IpnsRecord record) {
    assertThat(peer.store().put(new StoredValue(name, record.bytes(), now.get()), now.get()))
        .isEqualTo(RecordStore.Outcome.STORED);
  }

  private int asks(Peer asking, List<Bytes> heard) throws InterruptedException {
    return asking.names().get(name, IpnsResolver.ALL, heard::add, PATIENCE);
  }

  private IpnsPublisher publisher(Peer with, String state) throws IOException {
    return new IpnsPublisher(with.names(), FilePublishedStore.open(folder.resolve(state)), clock);
  }

  private static PublishOutcome.Published published(PublishOutcome outcome) {
    assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
    return (PublishOutcome.Published) outcome;
  }

  @Test
  void nobodyAnswersWhereNobodyIsEvenIfOurOwnStoreHoldsARecord()
      throws IOException, InterruptedException {
    Peer alone = peer();
    IpnsRecord record = record(1, Duration.ofDays(1));
    holds(alone, record);

    List<Bytes> heard = new ArrayList<>();
    assertThat(asks(alone, heard)).isZero();
    assertThat(heard).containsExactly(record.bytes());
  }

  @Test
  void aPeerWithoutARecordHasAnswered() throws IOException, InterruptedException {
    Peer asking = peer();
    Peer server = serverOf(asking);

    List<Bytes> heard = new ArrayList<>();
    assertThat(asks(asking, heard)).isEqualTo(1);
    assertThat(heard).isEmpty();

    holds(server, record(1, Duration.ofDays(1)));
    assertThat(asks(asking, heard)).isEqualTo(1);
    assertThat(heard).hasSize(1);
  }

  @Test
  void asksNobodyMoreThanTheQuorumNeeds() throws IOException, InterruptedException {
    Peer asking = peer();
    Peer server = serverOf(asking);
    IpnsRecord ours = record(1, Duration.ofDays(1));
    IpnsRecord theirs = record(2, Duration.ofDays(1));
    holds(asking, ours);
    holds(server, theirs);

    List<Bytes> heard = new ArrayList<>();
    assertThat(asking.names().get(name, 1, heard::add, PATIENCE)).isZero();
    assertThat(heard).as("our own is enough").containsExactly(ours.bytes());
    heard.clear();
    assertThat(asking.names().get(name, 2, heard::add, PATIENCE)).isEqualTo(1);
    assertThat(heard).containsExactly(ours.bytes(), theirs.bytes());
  }

  @Test
  void aRecordThatExpiredEverywhereIsRenewedWhenAPeerAnswers()
      throws IOException, InterruptedException {
    Peer publishing = peer();
    serverOf(publishing);
    IpnsPublisher publisher = publisher(publishing, "published");
    PublishPolicy.Request request = PublishPolicy.Request.of(VALUE);
    assertThat(published(publisher.publish(key, request, PATIENCE)).announced()).isEqualTo(1);

    now.updateAndGet(then -> then.plus(Duration.ofDays(10)));

    PublishOutcome.Published renewed = published(publisher.renew(key, PATIENCE));
    assertThat(renewed.record().eol()).isAfter(now.get());
    assertThat(renewed.announced()).isEqualTo(1);
  }

  @Test
  void whoLostItsPublicationsCountsOnFromARecordThatExpiredWithAPeer()
      throws IOException, InterruptedException {
    Peer publishing = peer();
    Peer server = serverOf(publishing);
    holds(server, record(7, Duration.ofDays(1)));
    now.updateAndGet(then -> then.plus(Duration.ofHours(30)));

    PublishPolicy.Request other = PublishPolicy.Request.of(Bytes.utf8("/ipfs/bafkqabtun5xwk"));
    PublishOutcome.Published published =
        published(publisher(publishing, "lost").publish(key, other, PATIENCE));

    assertThat(published.record().sequence()).isEqualTo(8);
    assertThat(published.announced()).isEqualTo(1);
    assertThat(server.store().value(name, now.get()))
        .map(StoredValue::value)
        .contains(published.record().bytes());
  }

  @Test
  void whoLostItsPublicationsCountsOnFromARecordThatExpiredInItsOwnStore()
      throws IOException, InterruptedException {
    Peer publishing = peer();
    holds(publishing, record(7, Duration.ofDays(1)));
    now.updateAndGet(then -> then.plus(Duration.ofHours(30)));

    PublishPolicy.Request other = PublishPolicy.Request.of(Bytes.utf8("/ipfs/bafkqabtun5xwk"));

    assertThat(
            published(publisher(publishing, "lost").publish(key, other, PATIENCE))
                .record()
                .sequence())
        .isEqualTo(8);
  }

  @Test
  void nothingIsRenewedWhileOnlyOurOwnStoreAnswers() throws IOException, InterruptedException {
    IpnsPublisher publisher = publisher(peer(), "published");
    PublishPolicy.Request request = PublishPolicy.Request.of(VALUE);
    assertThat(published(publisher.publish(key, request, PATIENCE)).announced()).isZero();

    assertThat(publisher.renew(key, PATIENCE)).isEqualTo(new PublishOutcome.NobodyAnswered());
  }
}
