package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.records.StoredValue;
import org.trustnet.multiformats.Bytes;

/** Whole DHTs on hosts in one process. */
class KadTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Bytes CONTENT = TestPeers.peer(77).encode();
  private static final Bytes NAME = Bytes.utf8("/ipns/name");
  private static final KadClock CLOCK =
      new KadClock(() -> 0, InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z")));

  private final LoopbackHosts net = new LoopbackHosts();
  private final List<LoopbackHosts.LoopbackHost> hosts = new ArrayList<>();
  private final List<Kad> kads = new ArrayList<>();
  private final List<MemoryRecordStore> stores = new ArrayList<>();

  @AfterEach
  void closeAll() {
    kads.forEach(Kad::close);
    net.close();
  }

  /** Server nodes that have all met node 0, and through it each other. */
  private void network(int count) {
    for (int i = 0; i < count; i++) {
      add(KadConfig.lan(KadConfig.Scope.LOOPBACK)).serve(Kad.Service.ON);
    }
    for (int i = 1; i < count; i++) {
      hosts.get(i).connect(hosts.get(0).peer(), List.of(), LONG);
    }
    await(() -> kads.get(0).tableSize() == count - 1);
    kads.forEach(Kad::refresh);
    kads.forEach(kad -> await(() -> kad.tableSize() == count - 1));
  }

  private Kad add(KadConfig config) {
    LoopbackHosts.LoopbackHost host = net.create(kads.size() + 1);
    stores.add(new MemoryRecordStore(host.peer(), RecordLimits.DEFAULT, RecordChanges.ignored()));
    Namespaces validator = Namespaces.withIpns(new NumberValidator());
    Kad kad =
        new Kad(
            host,
            config,
            new Kad.Tools(stores.getLast(), validator, CLOCK, new Random(kads.size())));
    hosts.add(host);
    kads.add(kad);
    kad.start();
    return kad;
  }

  private static void await(BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      for (int i = 0; i < 4_000 && !condition.getAsBoolean(); i++) {
        assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void peerThatMayNotConnectAnyMoreLeavesTheTableAndDoesNotComeBack() {
    network(4);
    LoopbackHosts.LoopbackHost host = hosts.get(0);
    host.barred.add(hosts.get(1).peer());

    kads.get(0).forget(hosts.get(1).peer());

    assertThat(kads.get(0).tablePeers())
        .extracting(PeerInfo::id)
        .containsExactlyInAnyOrder(hosts.get(2).peer(), hosts.get(3).peer());
    host.identify(hosts.get(1));
    kads.get(0).refresh();
    assertThat(kads.get(0).tableSize()).isEqualTo(2);
  }

  @Test
  void nodesThatKnowOneNodeFindEachOther() {
    network(8);

    PeerInfo last = new PeerInfo(hosts.get(7).peer(), hosts.get(7).announcedAddresses());
    assertThat(kads.get(1).closestPeers(last.id().encode(), LONG).closest().getFirst())
        .isEqualTo(last);
    assertThat(kads.get(3).tablePeers()).contains(last);
  }

  @Test
  void looksUpThroughOnePeerWhateverTheTableHas() {
    network(4);
    Kad apart = add(KadConfig.lan(KadConfig.Scope.LOOPBACK));
    PeerInfo through = new PeerInfo(hosts.get(2).peer(), hosts.get(2).announcedAddresses());

    assertThat(apart.closestPeers(CONTENT, LONG).closest()).isEmpty();
    assertThat(apart.closestPeers(CONTENT, through, LONG).closest())
        .extracting(PeerInfo::id)
        .containsExactlyInAnyOrderElementsOf(
            hosts.subList(0, 4).stream().map(LoopbackHosts.LoopbackHost::peer).toList());
  }

  @Test
  void findsAPeerThatServesNothing() {
    network(4);
    Kad client = add(KadConfig.lan(KadConfig.Scope.LOOPBACK));
    hosts.get(4).connect(hosts.get(0).peer(), List.of(), LONG);

    assertThat(kads.get(2).findPeer(hosts.get(4).peer(), LONG))
        .contains(new PeerInfo(hosts.get(4).peer(), hosts.get(4).announcedAddresses()));
    assertThat(kads.get(0).tablePeers())
        .extracting(PeerInfo::id)
        .doesNotContain(hosts.get(4).peer());
    assertThat(client.findPeer(TestPeers.peer(999), LONG)).isEmpty();
  }

  @Test
  void findsWhatAnotherProvides() {
    network(5);

    assertThat(kads.get(1).provide(CONTENT, LONG)).isEqualTo(new PutOutcome.Sent(4, 4));

    List<PeerInfo> found = new ArrayList<>();
    kads.get(3).findProviders(CONTENT, 1, found::add, LONG);
    assertThat(found)
        .containsExactly(new PeerInfo(hosts.get(1).peer(), hosts.get(1).announcedAddresses()));
  }

  @Test
  void aProviderThatWasBlockedSinceIsNeitherFoundNorCounted() {
    network(5);
    kads.get(1).provide(CONTENT, LONG);
    kads.get(2).provide(CONTENT, LONG);
    assertThat(hosts.get(3).barred.add(hosts.get(1).peer())).isTrue();

    List<PeerInfo> found = new ArrayList<>();
    kads.get(3).findProviders(CONTENT, 1, found::add, LONG);
    assertThat(found).extracting(PeerInfo::id).containsExactly(hosts.get(2).peer());
    found.clear();
    kads.get(4).findProviders(CONTENT, 0, found::add, LONG);
    assertThat(found).as("others find both").hasSize(2);
  }

  @Test
  void findsTheBestValueAndCorrectsThoseThatHadAWorseOne() {
    network(5);
    kads.get(1).putValue(NAME, Bytes.utf8("1"), LONG);
    assertThat(kads.get(2).putValue(NAME, Bytes.utf8("2"), LONG))
        .isEqualTo(new PutOutcome.Sent(4, 4));

    List<Bytes> valid = new ArrayList<>();
    assertThat(kads.get(3).findValue(NAME, 0, valid::add, LONG).best()).contains(Bytes.utf8("2"));
    assertThat(valid).containsExactly(Bytes.utf8("2"));
  }

  @Test
  void tellsOfEveryValidValueThatPeersHoldAndNotOnlyOfTheBest() {
    network(4);
    Instant now = CLOCK.wall().instant();
    stores.get(1).put(new StoredValue(NAME, Bytes.utf8("1"), now), now);
    stores.get(2).put(new StoredValue(NAME, Bytes.utf8("2"), now), now);
    stores.get(3).put(new StoredValue(NAME, Bytes.utf8("junk"), now), now);

    List<Bytes> valid = new ArrayList<>();
    assertThat(kads.get(0).findValue(NAME, 0, valid::add, LONG).best()).contains(Bytes.utf8("2"));
    assertThat(valid).containsExactlyInAnyOrder(Bytes.utf8("1"), Bytes.utf8("2"));
  }

  @Test
  void tellsOfExpiredValuesTooAndNeitherTakesNorStoresNorSendsThem() {
    network(3);
    Instant now = CLOCK.wall().instant();
    Bytes lapsed = NumberValidator.until(9, now.minusSeconds(1));
    Bytes ours = NumberValidator.until(7, now.minusSeconds(1));
    stores.get(0).put(new StoredValue(NAME, ours, now), now);
    stores.get(1).put(new StoredValue(NAME, lapsed, now), now);

    List<Bytes> told = new ArrayList<>();
    assertThat(kads.get(0).findValue(NAME, 1, told::add, LONG))
        .isEqualTo(new FoundValue(Optional.empty(), 2));
    assertThat(told).containsExactlyInAnyOrder(ours, lapsed);
    assertThat(stores.get(0).value(NAME, now)).map(StoredValue::value).contains(ours);
    assertThat(stores.get(2).value(NAME, now)).isEmpty();
    assertThat(kads.get(0).putValue(NAME, lapsed, LONG)).isInstanceOf(PutOutcome.Refused.class);

    told.clear();
    try (DualKad dual = new DualKad(kads.get(0), kads.get(2), new NumberValidator())) {
      assertThat(dual.findValue(NAME, 0, told::add, LONG).best()).as("of both").isEmpty();
      assertThat(told).containsExactlyInAnyOrder(ours, lapsed);
      stores.get(2).put(new StoredValue(NAME, Bytes.utf8("2"), now), now);
      assertThat(dual.findValue(NAME, 0, told::add, LONG).best()).contains(Bytes.utf8("2"));
    }
  }

  @Test
  void countsThePeersThatAnsweredWithAValueOrWithoutAndNeverItsOwnStore() {
    network(3);
    Kad alone = add(KadConfig.lan(KadConfig.Scope.LOOPBACK));
    Instant now = CLOCK.wall().instant();
    stores.forEach(store -> store.put(new StoredValue(NAME, Bytes.utf8("1"), now), now));

    assertThat(alone.findValue(NAME, 0, value -> {}, LONG))
        .isEqualTo(new FoundValue(Optional.of(Bytes.utf8("1")), 0));
    assertThat(kads.get(0).findValue(NAME, 0, value -> {}, LONG).answered()).isEqualTo(2);
    assertThat(kads.get(0).findValue(Bytes.utf8("/ipns/other"), 0, value -> {}, LONG))
        .isEqualTo(new FoundValue(Optional.empty(), 2));
  }

  @Test
  void putsTheBestValueToPeersThatDoNotHaveIt() {
    network(4);
    kads.get(1).putValue(NAME, Bytes.utf8("2"), LONG);
    Kad late = add(KadConfig.lan(KadConfig.Scope.LOOPBACK));
    late.serve(Kad.Service.ON);
    hosts.get(4).connect(hosts.get(0).peer(), List.of(), LONG);
    await(() -> late.tableSize() > 0 && kads.get(0).tableSize() == 4);

    kads.get(0).findValue(NAME, 0, value -> {}, LONG);

    await(() -> stores.get(4).totals().values() == 1);
  }

  @Test
  void doesNotPutWhatABetterValueOvertookWhileItWasCompared() {
    network(2);
    Instant now = CLOCK.wall().instant();
    MemoryRecordStore store = stores.get(0);
    store.put(new StoredValue(NAME, Bytes.utf8("1"), now), now);
    StoredValue better = new StoredValue(NAME, Bytes.utf8("9"), now);
    RacingValidator racing = new RacingValidator().whileComparing(() -> store.put(better, now));
    Kad.Tools tools = new Kad.Tools(store, racing, CLOCK, new Random(9));

    try (Kad putting = new Kad(hosts.get(0), KadConfig.lan(KadConfig.Scope.LOOPBACK), tools)) {
      assertThat(putting.putValue(NAME, Bytes.utf8("5"), LONG))
          .isInstanceOf(PutOutcome.Refused.class);
    }
    assertThat(store.value(NAME, now)).contains(better);
  }

  @Test
  void refusesToPutWhatIsInvalidOrOld() {
    network(3);
    kads.get(1).putValue(NAME, Bytes.utf8("2"), LONG);

    assertThat(kads.get(1).putValue(NAME, Bytes.utf8("1"), LONG))
        .isInstanceOf(PutOutcome.Refused.class);
    assertThat(kads.get(1).putValue(NAME, Bytes.utf8("x"), LONG))
        .isInstanceOf(PutOutcome.Refused.class);
    assertThat(kads.get(1).putValue(Bytes.utf8("/other/x"), Bytes.utf8("1"), LONG))
        .isInstanceOf(PutOutcome.Refused.class);
  }

  @Test
  void aValueThatIsNotValidAnyMoreKeepsNoValidOneOut() {
    network(3);
    Instant now = CLOCK.wall().instant();
    Bytes lapsed = NumberValidator.until(9, now.minusSeconds(1));
    stores.forEach(store -> store.put(new StoredValue(NAME, lapsed, now), now));

    assertThat(kads.get(1).putValue(NAME, Bytes.utf8("2"), LONG))
        .isEqualTo(new PutOutcome.Sent(2, 2));
    assertThat(stores)
        .allSatisfy(
            store ->
                assertThat(store.value(NAME, now))
                    .contains(new StoredValue(NAME, Bytes.utf8("2"), now)));
  }

  @Test
  void leavesTablesWhenItStopsServing() {
    network(4);
    kads.get(3).serve(Kad.Service.OFF);

    await(
        () ->
            kads.get(0).tablePeers().stream()
                .noneMatch(peer -> peer.id().equals(hosts.get(3).peer())));
    assertThat(kads.get(3).service()).isEqualTo(Kad.Service.OFF);
  }

  @Test
  void namesItselfForMoreOfItsOwnContentThanOneStrangerMayAnnounce() throws StreamException {
    Kad providing = add(KadConfig.lan(KadConfig.Scope.LOOPBACK));
    providing.serve(Kad.Service.ON);
    int most = RecordLimits.DEFAULT.providers().maxKeysPerProvider();
    for (int i = 0; i <= most; i++) {
      assertThat(providing.provideLater(Bytes.utf8("content " + i))).isEmpty();
    }
    Bytes last = Bytes.utf8("content " + most);
    add(KadConfig.lan(KadConfig.Scope.LOOPBACK));
    hosts.get(1).connect(hosts.get(0).peer(), List.of(), LONG);

    PeerInfo self = new PeerInfo(hosts.get(0).peer(), hosts.get(0).announcedAddresses());
    assertThat(providersAt(0, last)).containsExactly(self);
    List<PeerInfo> found = new ArrayList<>();
    providing.findProviders(last, 0, found::add, LONG);
    assertThat(found).containsExactly(self);
    assertThat(providersAt(0, CONTENT)).isEmpty();
    providing.claim(CONTENT);
    assertThat(providersAt(0, CONTENT)).as("before it is announced").containsExactly(self);
  }

  /** Whom a node names to the last one that was added. */
  private List<PeerInfo> providersAt(int node, Bytes content) throws StreamException {
    KadMessage question = KadMessage.request(KadMessage.Type.GET_PROVIDERS, content);
    try (KadMessenger messenger =
        new KadMessenger(hosts.getLast(), KadConfig.LAN_PROTOCOL, () -> 0)) {
      return messenger.ask(hosts.get(node).peer(), List.of(), question, LONG).providers();
    }
  }

  @Test
  void namesItselfInBothDhtsForWhatOneOfThemAnnounces() throws StreamException {
    network(1);
    Kad.Tools tools = new Kad.Tools(stores.getFirst(), new NumberValidator(), CLOCK, new Random(9));
    LoopbackHosts.LoopbackHost host = net.create(9);
    hosts.add(host);
    try (Kad wan = new Kad(host, KadConfig.wan(KadConfig.Scope.LOOPBACK), tools);
        Kad lan = new Kad(host, KadConfig.lan(KadConfig.Scope.LOOPBACK), tools)) {
      lan.serve(Kad.Service.ON);
      wan.provideLater(CONTENT);
      hosts.add(hosts.getFirst());
      hosts.getLast().connect(host.peer(), List.of(), LONG);

      assertThat(providersAt(1, CONTENT)).extracting(PeerInfo::id).containsExactly(host.peer());
    }
  }

  @Test
  void usesOneStreamForManyRequests() throws StreamException {
    network(2);
    KadMessenger messenger = new KadMessenger(hosts.get(1), KadConfig.LAN_PROTOCOL, () -> 0);
    long before = net.streamsOpened.get();

    for (int i = 0; i < 10; i++) {
      KadMessage request = KadMessage.findNode(hosts.get(0).peer().encode());
      assertThat(messenger.ask(hosts.get(0).peer(), List.of(), request, LONG).closer().getFirst())
          .isEqualTo(new PeerInfo(hosts.get(0).peer(), hosts.get(0).announcedAddresses()));
    }
    assertThat(net.streamsOpened.get() - before).isEqualTo(1);
    messenger.close();
  }

  @Test
  void isTurnedAwayByAResetWhenARecordIsRefused() {
    network(2);
    KadMessenger messenger = new KadMessenger(hosts.get(1), KadConfig.LAN_PROTOCOL, () -> 0);

    assertThatThrownBy(
            () ->
                messenger.ask(
                    hosts.get(0).peer(),
                    List.of(),
                    KadMessage.putValue(NAME, Bytes.utf8("junk")),
                    LONG))
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.kind()).isEqualTo(StreamException.Kind.RESET));
    assertThat(kads.get(0).refusals()).isEqualTo(1);
    messenger.close();
  }

  @Test
  void serves32StreamsOfAConnectionAndResetsTheNext() throws StreamException {
    network(2);
    long refusedBefore = kads.get(0).refusals();
    var connection = hosts.get(1).connections(hosts.get(0).peer()).getFirst();
    int open = kads.get(0).inboundStreams();

    for (int i = open; i < KadServer.MAX_STREAMS; i++) {
      connection.open(List.of(KadConfig.LAN_PROTOCOL), LONG);
    }
    assertThat(kads.get(0).refusals()).isEqualTo(refusedBefore);
    connection.open(List.of(KadConfig.LAN_PROTOCOL), LONG);
    assertThat(kads.get(0).refusals()).isEqualTo(refusedBefore + 1);
    assertThat(kads.get(0).inboundStreams()).isEqualTo(KadServer.MAX_STREAMS);
  }

  @Test
  void storesInTheLocalDhtUntilThePublicOneHasAPeer() {
    network(3);
    LoopbackHosts.LoopbackHost host = hosts.get(0);
    Kad wan =
        new Kad(
            host,
            KadConfig.wan(KadConfig.Scope.LOOPBACK),
            new Kad.Tools(
                new MemoryRecordStore(host.peer(), RecordLimits.DEFAULT, RecordChanges.ignored()),
                new NumberValidator(),
                CLOCK,
                new Random(9)));
    try (DualKad dual = new DualKad(wan, kads.get(0), new NumberValidator())) {
      assertThat(dual.hasPeers()).isTrue();
      assertThat(dual.putValue(NAME, Bytes.utf8("7"), LONG)).isEqualTo(new PutOutcome.Sent(2, 2));
      assertThat(dual.provide(CONTENT, LONG)).isEqualTo(new PutOutcome.Sent(2, 2));
      assertThat(dual.findValue(NAME, 1, value -> {}, LONG).best()).contains(Bytes.utf8("7"));
      List<PeerInfo> found = new ArrayList<>();
      dual.findProviders(CONTENT, 0, found::add, LONG);
      assertThat(found).extracting(PeerInfo::id).containsExactly(host.peer());
      assertThat(dual.findValue(NAME, 0, value -> {}, LONG).answered()).isEqualTo(2);
      assertThat(dual.findPeer(hosts.get(2).peer(), LONG)).isPresent();
    }
  }

  @Test
  void whatOnlyTheLocalDhtCouldTakeReachesThePublicOneWhenItHasAPeer() {
    network(2);
    MemoryRecordStore publicStore =
        new MemoryRecordStore(hosts.get(1).peer(), RecordLimits.DEFAULT, RecordChanges.ignored());
    MemoryRecordStore ours =
        new MemoryRecordStore(hosts.get(0).peer(), RecordLimits.DEFAULT, RecordChanges.ignored());
    try (Kad wan = publicDht(hosts.get(0), ours);
        Kad other = publicDht(hosts.get(1), publicStore)) {
      DualKad dual = new DualKad(wan, kads.get(0), new NumberValidator());
      wan.start();
      other.start();
      assertThat(dual.provide(CONTENT, LONG)).isEqualTo(new PutOutcome.Sent(1, 1));
      assertThat(publicStore.providers(CONTENT, CLOCK.wall().instant())).isEmpty();

      other.serve(Kad.Service.ON);

      await(() -> !publicStore.providers(CONTENT, CLOCK.wall().instant()).isEmpty());
    }
  }

  private static Kad publicDht(LoopbackHosts.LoopbackHost host, MemoryRecordStore store) {
    return new Kad(
        host,
        KadConfig.wan(KadConfig.Scope.LOOPBACK),
        new Kad.Tools(store, new NumberValidator(), CLOCK, new Random(9)));
  }
}
