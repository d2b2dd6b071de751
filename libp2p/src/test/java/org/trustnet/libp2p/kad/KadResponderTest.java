package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.limits.AddressGroup;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.Provider;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.routing.AddressGroups;
import org.trustnet.libp2p.kad.routing.DiversityLimits;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.libp2p.kad.routing.RoutingTable;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/** The traps of protocols.md section 10, one by one. */
class KadResponderTest {
  private static final PeerInfo SELF = TestPeers.info(0);
  private static final PeerInfo ASKING = TestPeers.info(5_000);
  private static final AddressGroup HERE = group("11.0.0.1");
  private static final Bytes IPNS = Bytes.utf8("/ipns/name");

  private Instant now = Instant.parse("2026-11-21T00:00:00Z");
  private final KadConfig config = KadConfig.wan(KadConfig.Scope.NETWORK);
  private final RoutingTable table = new RoutingTable(SELF.id(), DiversityLimits.NONE);
  private final Map<PeerId, List<Multiaddr>> book = new HashMap<>();
  private final MemoryRecordStore store =
      new MemoryRecordStore(SELF.id(), RecordLimits.DEFAULT, new Outdone());
  private final KadScratch scratch = new KadScratch();
  private final KadResponder responder = responder(store);

  private final Set<PeerId> barred = new HashSet<>();
  private final Set<Bytes> provided = new HashSet<>();
  private final List<String> outdone = new ArrayList<>();

  private final class Outdone implements RecordChanges {
    @Override
    public void outdone(Bytes key, Bytes value) {
      outdone.add(key + " " + value.toUtf8());
    }
  }

  private final class Known implements KnownPeers {
    @Override
    public List<Multiaddr> addresses(PeerId peer) {
      return book.getOrDefault(peer, List.of());
    }

    @Override
    public boolean weProvide(Bytes multihash) {
      return provided.contains(multihash);
    }

    @Override
    public boolean mayBeNamed(PeerId peer) {
      return !barred.contains(peer);
    }
  }

  KadResponderTest() {
    book.put(SELF.id(), SELF.addresses());
  }

  private KadResponder responder(MemoryRecordStore records) {
    return new KadResponder(
        new KadResponder.Sources(
            SELF.id(),
            table,
            records,
            Namespaces.withIpns(new NumberValidator()),
            new Known(),
            () -> now),
        config);
  }

  private void fill(int count) {
    IntStream.rangeClosed(1, count)
        .forEach(i -> table.admit(TestPeers.entry(i), AddressGroups.none(), 0));
  }

  private KadResponder.Answer answerTo(KadMessage request) {
    byte[] bytes = KadWire.encode(request).toArray();
    return answerTo(bytes, ASKING.id(), HERE);
  }

  private KadResponder.Answer answerTo(byte[] request, PeerId from, AddressGroup group) {
    KadResponder.Requester requester = new KadResponder.Requester(from, group);
    return responder.answer(request, 0, request.length, requester, 0, scratch);
  }

  private static AddressGroup group(String address) {
    return AddressGroup.of(
        Multiaddr.parse("/ip4/" + address + "/tcp/1"), ResourceLimits.Loopback.AS_ANY_ADDRESS);
  }

  private KadMessage replyTo(KadMessage request) {
    assertThat(answerTo(request)).isEqualTo(KadResponder.Answer.REPLY);
    assertThat(scratch.length()).isLessThan(16 * 1024);
    return KadWire.decode(Bytes.copyOf(scratch.buffer(), 0, scratch.length()));
  }

  private List<PeerId> closerTo(Bytes key) {
    return replyTo(KadMessage.findNode(key)).closer().stream().map(PeerInfo::id).toList();
  }

  private static void refuses(Runnable request, WireException.Code code) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            WireException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.scope()).isEqualTo(WireException.Scope.STREAM);
            });
  }

  @Test
  void namesTwentyPeersAtMostAndNeverTheRequesterOrItself() {
    fill(200);
    table.admit(config.entry(ASKING), AddressGroups.none(), 0);

    for (int i = 0; i < 50; i++) {
      assertThat(closerTo(Bytes.utf8("key " + i)))
          .hasSize(20)
          .doesNotContain(SELF.id(), ASKING.id());
    }
  }

  @Test
  void namesNoPeerThatWasBlockedSinceItAnnounced() {
    Bytes key = TestPeers.peer(900).encode();
    for (int i = 1; i <= 3; i++) {
      PeerInfo peer = TestPeers.info(i);
      store.addProvider(key, new Provider(peer.id(), peer.addresses(), now), now);
      book.put(peer.id(), peer.addresses());
    }
    PeerId blocked = TestPeers.info(2).id();
    barred.add(blocked);

    KadMessage reply = replyTo(KadMessage.request(KadMessage.Type.GET_PROVIDERS, key));
    assertThat(reply.providers())
        .extracting(PeerInfo::id)
        .containsExactlyInAnyOrder(TestPeers.info(1).id(), TestPeers.info(3).id());
    assertThat(closerTo(blocked.encode())).isEmpty();
    assertThat(closerTo(TestPeers.info(1).id().encode())).isNotEmpty();

    barred.clear();
    assertThat(replyTo(KadMessage.request(KadMessage.Type.GET_PROVIDERS, key)).providers())
        .as("who is unblocked is named again")
        .hasSize(3);
  }

  @Test
  void includesItselfWhenAskedForItsOwnId() {
    fill(30);

    KadMessage reply = replyTo(KadMessage.findNode(SELF.id().encode()));

    assertThat(reply.closer().getFirst()).isEqualTo(SELF);
    assertThat(reply.closer()).hasSize(21);
  }

  @Test
  void namesTheRequesterWhenItAsksForItself() {
    fill(30);
    book.put(ASKING.id(), ASKING.addresses());

    assertThat(closerTo(ASKING.id().encode())).startsWith(ASKING.id());
  }

  @Test
  void putsATargetThatItKnowsAsAClientFirst() {
    fill(30);
    PeerInfo client =
        new PeerInfo(TestPeers.peer(999), List.of(Multiaddr.parse("/ip4/10.0.0.9/tcp/4001")));
    book.put(client.id(), client.addresses());

    assertThat(replyTo(KadMessage.findNode(client.id().encode())).closer().getFirst())
        .isEqualTo(client);
  }

  @Test
  void namesATargetOfTheTableOnce() {
    fill(30);
    book.put(TestPeers.peer(7), TestPeers.info(7).addresses());

    assertThat(closerTo(TestPeers.peer(7).encode()))
        .startsWith(TestPeers.peer(7))
        .doesNotHaveDuplicates();
  }

  @Test
  void leavesOutATargetWithoutAddresses() {
    fill(3);

    assertThat(closerTo(TestPeers.peer(999).encode())).hasSize(3);
  }

  @Test
  void namesNoMoreThanThreePeersOfOneAddressGroup() {
    for (int i = 1; i <= 10; i++) {
      PeerInfo same =
          new PeerInfo(TestPeers.peer(i), List.of(Multiaddr.parse("/ip4/60.1.0." + i + "/tcp/1")));
      table.admit(config.entry(same), AddressGroups.none(), 0);
    }

    assertThat(closerTo(Bytes.utf8("key"))).hasSize(3);
  }

  @Test
  void keepsAReplyBelowSixteenKibibytesWhateverItHolds() {
    for (int i = 1; i <= 40; i++) {
      int first = 40 * i;
      PeerInfo large =
          new PeerInfo(
              TestPeers.peer(i),
              IntStream.range(first, first + 32).mapToObj(TestPeers::address).toList());
      table.admit(config.entry(large), AddressGroups.none(), 0);
      store.addProvider(
          Bytes.utf8("content"),
          new org.trustnet.libp2p.kad.records.Provider(large.id(), large.addresses(), now),
          now);
    }

    KadMessage reply =
        replyTo(KadMessage.request(KadMessage.Type.GET_PROVIDERS, Bytes.utf8("content")));

    assertThat(reply.providers()).hasSizeGreaterThan(10);
    assertThat(reply.closer()).isNotEmpty();
  }

  @Test
  void namesItselfFirstForWhatItProvidesHoweverManyOthersAnnounceIt() {
    Bytes key = TestPeers.peer(1).encode();
    provided.add(key);
    for (int i = 1; i <= RecordLimits.DEFAULT.providers().maxProvidersPerKey(); i++) {
      store.addProvider(
          key, new Provider(TestPeers.peer(i), TestPeers.info(i).addresses(), now), now);
    }

    KadMessage reply = replyTo(KadMessage.request(KadMessage.Type.GET_PROVIDERS, key));

    assertThat(reply.providers()).startsWith(SELF).hasSizeGreaterThan(10);
    assertThat(replyTo(KadMessage.request(KadMessage.Type.GET_PROVIDERS, IPNS)).providers())
        .isEmpty();
  }

  @Test
  void storesAProviderAndDoesNotAnswer() {
    Bytes key = TestPeers.peer(1).encode();

    assertThat(answerTo(KadMessage.addProvider(key, ASKING)))
        .isEqualTo(KadResponder.Answer.SILENCE);
    assertThat(scratch.length()).isZero();
    assertThat(replyTo(KadMessage.request(KadMessage.Type.GET_PROVIDERS, key)).providers())
        .containsExactly(ASKING);
  }

  @Test
  void keepsOnlyPublicAddressesOfAProviderOnTheWan() {
    Bytes key = TestPeers.peer(1).encode();
    PeerInfo both =
        new PeerInfo(
            ASKING.id(),
            List.of(Multiaddr.parse("/ip4/192.168.0.1/tcp/1"), ASKING.addresses().getFirst()));
    answerTo(KadMessage.addProvider(key, both));

    assertThat(replyTo(KadMessage.request(KadMessage.Type.GET_PROVIDERS, key)).providers())
        .containsExactly(ASKING);
  }

  @Test
  void refusesAProviderThatIsNotTheSenderOrHasNoAddress() {
    Bytes key = TestPeers.peer(1).encode();

    refuses(
        () -> answerTo(KadMessage.addProvider(key, TestPeers.info(7))),
        WireException.Code.MALFORMED);
    refuses(
        () -> answerTo(KadMessage.addProvider(key, new PeerInfo(ASKING.id(), List.of()))),
        WireException.Code.MALFORMED);
  }

  @Test
  void takesProviderKeysOfOneToEightyBytes() {
    for (KadMessage.Type type :
        List.of(KadMessage.Type.GET_PROVIDERS, KadMessage.Type.ADD_PROVIDER)) {
      refuses(
          () ->
              answerTo(
                  new KadMessage(
                      type,
                      Bytes.copyOf(new byte[81]),
                      Optional.empty(),
                      List.of(),
                      List.of(ASKING))),
          WireException.Code.TOO_LARGE);
      refuses(
          () -> answerTo(KadMessage.request(type, Bytes.empty())), WireException.Code.MALFORMED);
      answerTo(
          new KadMessage(
              type,
              Bytes.copyOf(new byte[KadWire.MAX_PROVIDER_KEY]),
              Optional.empty(),
              List.of(),
              List.of(ASKING)));
      answerTo(
          new KadMessage(
              type, Bytes.copyOf(new byte[1]), Optional.empty(), List.of(), List.of(ASKING)));
    }
  }

  @Test
  void refusesFindNodeWithoutAKey() {
    refuses(() -> closerTo(Bytes.empty()), WireException.Code.MALFORMED);
  }

  @Test
  void echoesAStoredValueAndGivesItBack() {
    assertThat(put(IPNS, "1")).isEqualTo(KadMessage.putValue(IPNS, Bytes.utf8("1")));

    KadMessage reply = replyTo(KadMessage.request(KadMessage.Type.GET_VALUE, IPNS));

    assertThat(reply.key()).isEqualTo(IPNS);
    assertThat(reply.record())
        .contains(new KadMessage.Value(IPNS, Bytes.utf8("1"), "2026-11-21T00:00:00Z"));
  }

  @Test
  void namesCloserPeersWhenItHasNoValue() {
    fill(25);

    KadMessage reply = replyTo(KadMessage.request(KadMessage.Type.GET_VALUE, IPNS));

    assertThat(reply.record()).isEmpty();
    assertThat(reply.closer()).hasSize(20);
  }

  @Test
  void aStoredValueThatIsNotValidAnyMoreKeepsNoValidOneOut() {
    put(IPNS, NumberValidator.until(9, now.plusSeconds(60)).toUtf8());
    refuses(() -> put(IPNS, "5"), WireException.Code.UNEXPECTED);

    now = now.plusSeconds(60);

    put(IPNS, "5");
    assertThat(replyTo(KadMessage.request(KadMessage.Type.GET_VALUE, IPNS)).record())
        .map(KadMessage.Value::value)
        .contains(Bytes.utf8("5"));
    assertThat(outdone).as("only while the stored one was valid").containsExactly(IPNS + " 5");
  }

  @Test
  void refusesAnOldValueAndTakesANewOneOrTheSameAgain() {
    put(IPNS, "5");
    now = now.plus(Duration.ofHours(40));
    put(IPNS, "5");

    refuses(() -> put(IPNS, "4"), WireException.Code.UNEXPECTED);
    assertThat(outdone).as("is told of it").containsExactly(IPNS + " 4");
    now = now.plus(Duration.ofHours(40));
    assertThat(replyTo(KadMessage.request(KadMessage.Type.GET_VALUE, IPNS)).record())
        .as("renewed by the second put")
        .isPresent();
    put(IPNS, "6");
  }

  @Test
  void refusesAnInvalidOrExpiredValueAndOtherNamespaces() {
    refuses(() -> put(IPNS, "not a number"), WireException.Code.BAD_SIGNATURE);
    refuses(
        () -> put(IPNS, NumberValidator.until(9, now).toUtf8()), WireException.Code.BAD_SIGNATURE);
    refuses(() -> put(Bytes.utf8("/v/key"), "1"), WireException.Code.BAD_SIGNATURE);
    refuses(() -> put(Bytes.utf8("key"), "1"), WireException.Code.BAD_SIGNATURE);
  }

  @Test
  void refusesARecordOfAnotherKeyAndNoRecord() {
    KadMessage other =
        new KadMessage(
            KadMessage.Type.PUT_VALUE,
            IPNS,
            Optional.of(new KadMessage.Value(Bytes.utf8("/ipns/x"), Bytes.utf8("1"), "")),
            List.of(),
            List.of());
    assertThat(answerTo(other)).isEqualTo(KadResponder.Answer.STORE);
    refuses(() -> responder.putRequest(scratch), WireException.Code.MALFORMED);

    answerTo(KadMessage.request(KadMessage.Type.PUT_VALUE, IPNS));
    refuses(() -> responder.putRequest(scratch), WireException.Code.MALFORMED);
  }

  @Test
  void answersPingWithoutThePeersThatItCarried() {
    KadMessage ping =
        new KadMessage(
            KadMessage.Type.PING, Bytes.empty(), Optional.empty(), List.of(ASKING), List.of());

    assertThat(replyTo(ping)).isEqualTo(KadMessage.request(KadMessage.Type.PING, Bytes.empty()));
  }

  @Test
  void takesABurstOfPutsFromOnePeerAndNoMore() {
    KadMessage put = KadMessage.putValue(IPNS, Bytes.utf8("1"));
    for (int i = 0; i < KadResponder.PUT_BURST; i++) {
      answerTo(put);
    }

    refuses(() -> answerTo(put), WireException.Code.OVER_BUDGET);
  }

  @Test
  void takesABurstOfAnnouncementsFromOnePeerAndNoMore() {
    for (int i = 0; i < KadResponder.PROVIDE_BURST; i++) {
      answerTo(KadMessage.addProvider(TestPeers.peer(i % 50).encode(), ASKING));
    }

    KadMessage over = KadMessage.addProvider(TestPeers.peer(1).encode(), ASKING);
    refuses(() -> answerTo(over), WireException.Code.OVER_BUDGET);
  }

  /** The requester is the last of those that are looked at, or one behind. */
  @Test
  void looksAtNoMoreThan256ProvidersOfOneMessage() {
    List<PeerInfo> others = new ArrayList<>();
    for (int i = 1; i < KadWire.MAX_PROVIDERS; i++) {
      others.add(new PeerInfo(TestPeers.peer(1), List.of()));
    }
    assertThat(answerTo(announcing(others))).isEqualTo(KadResponder.Answer.SILENCE);
    others.add(new PeerInfo(TestPeers.peer(1), List.of()));
    refuses(() -> answerTo(announcing(others)), WireException.Code.MALFORMED);
  }

  private static KadMessage announcing(List<PeerInfo> first) {
    List<PeerInfo> all = new ArrayList<>(first);
    all.add(ASKING);
    return new KadMessage(
        KadMessage.Type.ADD_PROVIDER, TestPeers.peer(9).encode(), Optional.empty(), List.of(), all);
  }

  @Test
  void takesABurstOfPutsFromOneAddressUnderHoweverManyKeysAndNoMore() {
    byte[] put = KadWire.encode(KadMessage.putValue(IPNS, Bytes.utf8("1"))).toArray();
    for (int i = 0; i < KadResponder.GROUP_PUT_BURST; i++) {
      answerTo(put, TestPeers.peer(i), HERE);
    }

    refuses(() -> answerTo(put, TestPeers.peer(1_000), HERE), WireException.Code.OVER_BUDGET);
    assertThat(answerTo(put, TestPeers.peer(1_000), group("11.0.0.2")))
        .as("who comes from elsewhere pays nothing for it")
        .isEqualTo(KadResponder.Answer.STORE);
  }

  @Test
  void takesABurstOfAnnouncementsFromOneAddressUnderHoweverManyKeysAndNoMore() {
    for (int i = 0; i < KadResponder.GROUP_PROVIDE_BURST; i++) {
      announce(i, HERE);
    }

    refuses(() -> announce(9_999, HERE), WireException.Code.OVER_BUDGET);
    assertThat(announce(9_999, group("11.0.0.2"))).isEqualTo(KadResponder.Answer.SILENCE);
  }

  private KadResponder.Answer announce(int number, AddressGroup from) {
    PeerInfo peer = TestPeers.info(number);
    Bytes key = TestPeers.peer(number % 50).encode();
    return answerTo(KadWire.encode(KadMessage.addProvider(key, peer)).toArray(), peer.id(), from);
  }

  @Test
  void aFloodOfAnnouncementsFromManyPeersStaysWithinTheBytesAndTakesNoNearKey() {
    RecordLimits d = RecordLimits.DEFAULT;
    long most = 1 << 20;
    MemoryRecordStore small =
        new MemoryRecordStore(
            SELF.id(),
            new RecordLimits(
                d.maxValues(),
                d.maxValueBytes(),
                new RecordLimits.Providers(65_536, 64, 16_384, 32_768, most),
                d.ages()),
            RecordChanges.ignored());
    KadResponder flooded = responder(small);
    KadKey self = KadKey.of(SELF.id());
    Bytes near =
        IntStream.range(0, 5_000)
            .mapToObj(i -> Multihash.sha256(Bytes.utf8("near " + i)).encode())
            .min((a, b) -> self.compareDistance(KadKey.of(a), KadKey.of(b)))
            .orElseThrow();
    small.addProvider(near, new Provider(ASKING.id(), ASKING.addresses(), now), now);
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      Bytes key = Multihash.sha256(Bytes.utf8("flood " + i)).encode();
      PeerInfo peer = new PeerInfo(TestPeers.peer(i % 500), longAddresses(i % 2 == 0 ? 950 : 200));
      byte[] bytes = KadWire.encode(KadMessage.addProvider(key, peer)).toArray();
      try {
        KadResponder.Requester from =
            new KadResponder.Requester(peer.id(), group("11.0.0." + i % 200));
        flooded.answer(bytes, 0, bytes.length, from, 0, scratch);
      } catch (WireException e) {
        refused++;
      }
      assertThat(small.totals().providerBytes()).isLessThanOrEqualTo(most);
    }

    assertThat(refused).isPositive();
    assertThat(small.totals().providerBytes()).isGreaterThan(most - 4_096);
    assertThat(small.providers(near, now)).extracting(Provider::peer).containsExactly(ASKING.id());
  }

  private static List<Multiaddr> longAddresses(int length) {
    return IntStream.range(0, 8)
        .mapToObj(i -> "/ip4/8.8.8." + i + "/tcp/4001/http-path/" + "a".repeat(length))
        .map(Multiaddr::parse)
        .toList();
  }

  private KadMessage put(Bytes key, String value) {
    assertThat(answerTo(KadMessage.putValue(key, Bytes.utf8(value))))
        .isEqualTo(KadResponder.Answer.STORE);
    return KadWire.decode(responder.store(responder.putRequest(scratch)));
  }
}
