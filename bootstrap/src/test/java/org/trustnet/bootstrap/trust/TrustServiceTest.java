package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.bootstrap.BootstrapState;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.command.PeerCommands;
import org.trustnet.trust.command.PolicyCommands;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.model.UpdatePolicy;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.MemoryEntryStore;
import org.trustnet.trust.store.NameRecord;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.entries.RocksEntryStore;

/** A follower on real sockets. */
final class TrustServiceTest {
  @TempDir Path folder;
  private final Deque<TestNode> nodes = new ArrayDeque<>();
  private final PrivateKey publisherKey = TestNode.key();
  private final EntryKey entry = new EntryKey.OfName(publisherKey.peerId());
  private int count;

  private TestNode node(EntryStore store) throws IOException {
    return node(TestNode.key(), store);
  }

  private TestNode node(PrivateKey key, EntryStore store) throws IOException {
    return node(key, store, TestNode.REAL);
  }

  private TestNode node(PrivateKey key, EntryStore store, Surroundings ofTrust) throws IOException {
    TestNode node = new TestNode(key, folder.resolve("node-" + count++), store, ofTrust);
    nodes.push(node);
    return node;
  }

  private TestNode server() throws IOException {
    return node(new MemoryEntryStore());
  }

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
  }

  private void add(TestNode follower, TrustLevel level) {
    PeerId name = publisherKey.peerId();
    follower.does(book -> new AddCommands(book).name(name, AddOptions.at(level).labelled("acme")));
  }

  private static ListedEntry listed(TestNode node, EntryKey key) {
    return (ListedEntry) node.trust.snapshot().holding(key).orElseThrow().entry();
  }

  private TestNode following(TestNode publisher, TrustLevel level) throws IOException {
    TestNode follower = server().start();
    follower.connect(publisher);
    add(follower, level);
    updated(follower.refresh(entry));
    return follower;
  }

  private static void updated(RefreshOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfAny(RefreshOutcome.Updated.class, RefreshOutcome.Unchanged.class);
  }

  /** Whether these are over. Others may be there: the DHT dials whom a lookup names. */
  private static boolean ended(List<Connection> connections) {
    assertThat(connections).isNotEmpty();
    return connections.stream().noneMatch(Connection::isOpen);
  }

  private void stop(TestNode node) {
    nodes.remove(node);
    node.close();
  }

  @Test
  void addedListIsFetchedAndItsNodeIsHeld() throws IOException {
    TestNode publisher = server();
    TestNode fra = server();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = following(publisher, TrustLevel.ADVANCED);
    TestNode.eventually(() -> follower.connected(fra));
    TestNode.eventually(
        () -> follower.host.connectionManager().protections(fra.peer()).contains(HeldPeers.TAG));
    assertThat(follower.trust.held()).containsKey(fra.peer());
    assertThat(listed(follower, entry).life().used()).isEqualTo(Optional.of(1L));
  }

  @Test
  void updateThatReachesUsIsFollowedWithoutAsking() throws IOException {
    TestNode publisher = server();
    TestNode fra = server();
    TestNode muc = server();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = following(publisher, TrustLevel.ADVANCED);
    TestNode.eventually(() -> follower.connected(fra));
    List<Connection> before = follower.connections(fra);
    publisher.publish(publisherKey, 2, TestNode.file(muc.listed("muc-1")));
    TestNode.eventually(() -> follower.connected(muc));
    TestNode.eventually(() -> ended(before));
    assertThat(follower.trust.held().keySet()).containsExactly(muc.peer());
    assertThat(listed(follower, entry).life().used()).isEqualTo(Optional.of(2L));
  }

  @Test
  void strictlyListedNodeIsDialledWhereItsListSaysAndNowhereElse() throws IOException {
    TestNode publisher = server();
    TestNode fra = server();
    try (ServerSocket listed = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      AtomicInteger dials = new AtomicInteger();
      Thread.startVirtualThread(() -> countAndClose(listed, dials));
      Multiaddr elsewhere = Multiaddr.parse("/ip4/127.0.0.1/tcp/" + listed.getLocalPort());
      publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1", List.of(elsewhere))));
      TestNode follower = following(publisher, TrustLevel.ADVANCED);
      TestNode.eventually(() -> dials.get() > 0);

      List<Multiaddr> better = fra.host.listenAddresses();
      follower.host.addressBook().add(fra.peer(), better, Duration.ofHours(1));
      int before = dials.get();
      TestNode.eventually(() -> dials.get() >= before + 2);

      assertThat(follower.connected(fra)).isFalse();
      assertThat(fra.host.connections()).isEmpty();
      publisher.publish(publisherKey, 2, TestNode.file(fra.listed("fra-1")));
      TestNode.eventually(() -> follower.connected(fra));
    }
  }

  /** Takes connections as long as the socket is open, and has nothing to say. */
  private static void countAndClose(ServerSocket socket, AtomicInteger count) {
    while (!socket.isClosed()) {
      try (Socket _ = socket.accept()) {
        count.incrementAndGet();
      } catch (IOException e) {
        // The socket was closed, or the other end was quicker.
      }
    }
  }

  @Test
  void loweredEntryLosesItsConnectionsAtOnce() throws IOException {
    TestNode publisher = server();
    TestNode fra = server();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = following(publisher, TrustLevel.ADVANCED);
    TestNode.eventually(() -> follower.connected(fra));
    List<Connection> before = follower.connections(fra);
    follower.does(
        book -> new EntryCommands(book, book.find("acme").getFirst()).level(TrustLevel.MARGINAL));
    assertThat(follower.host.connectionManager().protections(fra.peer())).isEmpty();
    assertThat(follower.host.connectionManager().held()).doesNotContain(fra.peer());
    TestNode.eventually(() -> ended(before));
    assertThat(follower.connected(publisher)).isTrue();
  }

  @Test
  void blockEndsConnectionsAndPreventsNewOnes() throws IOException {
    TestNode other = server();
    TestNode follower = server().start();
    follower.connect(other);
    assertThat(inTables(follower, other)).isTrue();
    follower.does(book -> new PolicyCommands(book).block(other.peer(), PolicyCommands.Target.PEER));
    assertThat(inTables(follower, other)).isFalse();
    TestNode.eventually(() -> !follower.connected(other));
    assertThat(
            follower.host.connect(
                other.peer(), other.host.listenAddresses(), java.time.Duration.ofSeconds(5)))
        .isNotInstanceOf(org.trustnet.libp2p.host.DialOutcome.Connected.class);
    assertThat(follower.host.addressBook().addresses(other.peer())).isEmpty();
  }

  private static boolean inTables(TestNode of, TestNode peer) {
    return Stream.of(of.kad.wan(), of.kad.lan())
        .flatMap(kad -> kad.tablePeers().stream())
        .anyMatch(known -> known.id().equals(peer.peer()));
  }

  @Test
  void replayedRecordIsRefusedAfterRestart() throws IOException {
    PrivateKey followerKey = TestNode.key();
    TestNode publisher = server();
    IpnsRecord old = publisher.sign(publisherKey, 1, TestNode.file(publisher.listed("p")));
    publisher.publish(publisherKey, 2, TestNode.file());
    try (Database database = Database.open(folder.resolve("database"), 1, RocksEntryStore.TABLES)) {
      TestNode follower = node(followerKey, new RocksEntryStore(database)).start();
      follower.connect(publisher);
      add(follower, TrustLevel.TRUSTED);
      updated(follower.refresh(entry));
      stop(follower);
    }
    stop(publisher);
    TestNode replayer = server();
    replayer.put(old);
    try (Database database = Database.open(folder.resolve("database"), 1, RocksEntryStore.TABLES)) {
      EntryStore store = new RocksEntryStore(database);
      TestNode follower = node(followerKey, store).start();
      follower.connect(replayer);
      assertThat(follower.refresh(entry))
          .isInstanceOfSatisfying(
              RefreshOutcome.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.ROLLBACK));
      assertThat(listed(follower, entry).life().used()).isEqualTo(Optional.of(2L));
      assertThat(store.name(publisherKey.peerId()).flatMap(NameRecord::floor).orElseThrow())
          .satisfies(floor -> assertThat(floor.sequence()).isEqualTo(2));
      stop(follower);
    }
  }

  @Test
  void expiredRecordThatALookupBringsIsRefusedAndIsNoFloor() throws IOException {
    TestNode publisher = server();
    TestNode follower = server();
    IpnsRecord expired =
        IpnsRecords.create(
            publisherKey,
            new RecordContent(
                Bytes.utf8("/ipfs/" + publisher.keep(TrustFileWriter.write(TestNode.file()))),
                9,
                TestNode.REAL.wall().instant().minus(Duration.ofDays(1)),
                Duration.ofHours(1)),
            Compatibility.V1_AND_V2);
    follower.serves(publisherKey.peerId(), expired.bytes()); // nobody else has it to tell
    follower.start();
    follower.connect(publisher);
    add(follower, TrustLevel.TRUSTED);

    assertThat(follower.refresh(entry))
        .isInstanceOfSatisfying(
            RefreshOutcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.EXPIRED));
    assertThat(listed(follower, entry).life().used()).isEmpty();
    publisher.publish(publisherKey, 5, TestNode.file(publisher.listed("p")));
    TestNode.eventually(() -> listed(follower, entry).life().used().equals(Optional.of(5L)));
  }

  @Test
  void deathBetweenSeenAndCommitLeavesTheEntryBehind() throws IOException {
    PrivateKey followerKey = TestNode.key();
    TestNode publisher = server();
    publisher.publish(publisherKey, 1, TestNode.file());
    MemoryEntryStore memory = new MemoryEntryStore();
    DyingStore dying = new DyingStore(memory);
    TestNode follower = node(followerKey, dying).start();
    follower.connect(publisher);
    add(follower, TrustLevel.TRUSTED);
    updated(follower.refresh(entry));
    dying.dieBeforeNextFile();
    publisher.publish(publisherKey, 2, TestNode.file(publisher.listed("p")));
    TestNode.eventually(
        () ->
            memory
                .name(publisherKey.peerId())
                .flatMap(NameRecord::floor)
                .filter(floor -> floor.sequence() == 2)
                .isPresent());
    stop(follower);
    TestNode again = node(followerKey, memory).start();
    TestNode.eventually(
        () ->
            EntryFlag.of(again.trust.snapshot().holding(entry).orElseThrow(), again.now())
                .contains(EntryFlag.BEHIND));
    assertThat(listed(again, entry).life().used()).isEqualTo(Optional.of(1L));
    again.connect(publisher);
    updated(again.refresh(entry));
    assertThat(listed(again, entry).life().used()).isEqualTo(Optional.of(2L));
  }

  @Test
  void listedPeersBringTheNodeIntoTheNetwork() throws IOException {
    TestNode publisher = server();
    TestNode fra = server();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = following(publisher, TrustLevel.TRUSTED);
    TestNode.eventually(
        () -> follower.trust.bootstrapStatus().state() == BootstrapState.BOOTSTRAPPED);
    assertThat(follower.trust.bootstrapStatus().answered()).isPositive();
    assertThat(follower.trust.bootstrapStatus().contacts().get("bootstrap"))
        .containsEntry("answered", 1L);
    assertThat(follower.connected(fra)).isTrue();
  }

  @Test
  void peerThatWeDialledForAnotherReasonCountsOnceItAnswers() throws IOException {
    TestNode other = server();
    TestNode node = server().start();
    node.connect(other);
    TestNode.eventually(
        () ->
            node.trust.bootstrapStatus().state() == BootstrapState.PARTIAL
                && node.trust.bootstrapStatus().answered() == 1);
    assertThat(node.trust.bootstrapStatus().contacts())
        .containsOnly(Map.entry("met", Map.of("answered", 1L)));
  }

  @Test
  void nodeThatLosesAllConnectionsLooksForTheNetworkAtOnce() throws IOException {
    TestNode fra = server();
    TestNode follower = server();
    follower.does(
        book ->
            new PeerCommands(book, PeerCommands.Use.BOOTSTRAP)
                .add(fra.peer(), fra.listed("fra").remotes()));
    follower.start();
    TestNode.eventually(
        () -> follower.trust.bootstrapStatus().state() == BootstrapState.BOOTSTRAPPED);
    fra.host.connections(follower.peer()).forEach(Connection::close);
    TestNode.eventually(
        () ->
            follower.trust.bootstrapStatus().contacts().values().stream()
                    .mapToLong(c -> c.getOrDefault("answered", 0L))
                    .sum()
                > 1);
    assertThat(follower.connected(fra)).isTrue();
  }

  @Test
  void revokedKeyTakesEverythingAtOnce() throws IOException {
    TestNode publisher = server();
    TestNode fra = server();
    publisher.publish(publisherKey, 1, TestNode.file(fra.listed("fra-1")));
    TestNode follower = following(publisher, TrustLevel.ADVANCED);
    TestNode.eventually(() -> follower.connected(fra));
    List<Connection> before = follower.connections(fra);
    publisher.put(publisher.signed(publisherKey, Long.MAX_VALUE, TrustFileWriter.revocation()));
    TestNode.eventually(() -> listed(follower, entry).life().revoked());
    TestNode.eventually(() -> ended(before));
    assertThat(follower.trust.held()).isEmpty();
  }

  @Test
  void judgementThatRunsOutTakesItsConnectionsAway() throws IOException {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    Surroundings moved =
        new Surroundings(
            () -> TestNode.REAL.wall().instant().plus(ahead.get()),
            TestNode.REAL.nanos(),
            TestNode.REAL.random());
    MemoryEntryStore store = new MemoryEntryStore();
    TestNode fra = server();
    TestNode follower = node(TestNode.key(), store, moved).start();
    AddOptions forAnHour =
        new AddOptions(
            Optional.of("fra"),
            TrustLevel.ADVANCED,
            Overrides.NONE,
            Optional.of(Duration.ofHours(1)),
            ListedEntry.DEFAULT_CACHE,
            UpdatePolicy.GUARD,
            Standing.Sharing.SHARED);
    follower.does(
        book -> new AddCommands(book).peer(fra.peer(), fra.listed("fra").remotes(), forAnHour));
    TestNode.eventually(() -> follower.connected(fra));
    List<Connection> connections = follower.connections(fra);
    Instant before = follower.now();
    ahead.set(Duration.ofHours(2));
    add(follower, TrustLevel.PEER);
    assertThat(follower.trust.held()).isEmpty();
    TestNode.eventually(() -> ended(connections));
    stop(follower);
    assertThat(store.trustTime().map(TrustTime::trust).orElseThrow())
        .isAfterOrEqualTo(before.plus(Duration.ofHours(2)));
  }

  @Test
  void lookupThatReachedNobodyIsRepeatedOnceSomebodyIsThere() throws IOException {
    TestNode publisher = server();
    publisher.publish(publisherKey, 1, TestNode.file(publisher.listed("p")));
    TestNode follower = server().start();
    add(follower, TrustLevel.TRUSTED);
    TestNode.eventually(() -> listed(follower, entry).life().lastError().isPresent());
    follower.connect(publisher);
    TestNode.eventually(() -> listed(follower, entry).life().used().isPresent());
    assertThat(listed(follower, entry).life().lastError()).isEmpty();
  }

  @Test
  void blockedNameIsNeverAskedForAndIsFollowedAgainAfterwards() throws IOException {
    TestNode publisher = server();
    publisher.publish(publisherKey, 1, TestNode.file(publisher.listed("p")));
    TestNode follower = server().start();
    add(follower, TrustLevel.TRUSTED);
    PeerId name = publisherKey.peerId();
    follower.does(book -> new PolicyCommands(book).block(name, PolicyCommands.Target.NAME));
    follower.connect(publisher);
    assertThat(follower.refresh(entry)).isInstanceOf(RefreshOutcome.NothingFound.class);
    assertThat(listed(follower, entry).life().used()).isEmpty();
    follower.does(book -> new PolicyCommands(book).unblock(name, PolicyCommands.Target.NAME));
    TestNode.eventually(() -> listed(follower, entry).life().used().isPresent());
  }
}
