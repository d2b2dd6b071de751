package org.trustnet.libp2p.kad.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.NumberValidator;
import org.trustnet.libp2p.kad.TestPeers;
import org.trustnet.libp2p.kad.query.Lookup.Failure;
import org.trustnet.libp2p.kad.query.Lookup.Step;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.kad.routing.AddressPolicy;
import org.trustnet.libp2p.kad.routing.DiversityLimits;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

class LookupTest {
  private static final PeerId SELF = TestPeers.peer(0);
  private static final KadKey TARGET = KadKey.of(Bytes.utf8("target"));
  private static final LookupConfig CONFIG = new LookupConfig(4, 2, 2, 2, Duration.ofNanos(100));

  /** Peers from the nearest to the farthest. */
  private static final List<PeerInfo> PEERS =
      IntStream.rangeClosed(1, 600)
          .mapToObj(TestPeers::info)
          .sorted((a, b) -> TARGET.compareDistance(KadKey.of(a.id()), KadKey.of(b.id())))
          .toList();

  private static Lookup lookup(PeerInfo... seeds) {
    return new Lookup(TARGET, SELF, CONFIG, List.of(seeds));
  }

  private static Step ask(int index) {
    return new Step.Ask(PEERS.get(index));
  }

  @Test
  void endsAtOnceWithNobodyToAsk() {
    assertThat(lookup().next(0))
        .isEqualTo(new Step.Done(new Lookup.Result(List.of(), 0, Lookup.End.NO_PEERS)));
  }

  @Test
  void asksTheNearestFirstAndAlphaAtATime() {
    Lookup lookup = lookup(PEERS.get(9), PEERS.get(3), PEERS.get(5));

    assertThat(lookup.next(0)).isEqualTo(ask(3));
    assertThat(lookup.next(0)).isEqualTo(ask(5));
    assertThat(lookup.next(0)).isEqualTo(new Step.Wait(100));
    assertThat(lookup.inFlight()).isEqualTo(2);
  }

  @Test
  void goesOnWithNearerPeersThatItHearsOf() {
    Lookup lookup = lookup(PEERS.get(9));
    lookup.next(0);
    lookup.onResponse(PEERS.get(9).id(), List.of(PEERS.get(20), PEERS.get(1)));

    assertThat(lookup.next(0)).isEqualTo(ask(1));
  }

  @Test
  void asksTheRestOfTheNearestOnceTheNearestFewHaveAnswered() {
    Lookup lookup = lookup(PEERS.get(0), PEERS.get(1), PEERS.get(2), PEERS.get(3), PEERS.get(4));
    lookup.next(0);
    lookup.next(0);
    lookup.onResponse(PEERS.get(0).id(), List.of());
    lookup.onResponse(PEERS.get(1).id(), List.of());

    assertThat(lookup.next(0)).isEqualTo(ask(2));
    assertThat(lookup.next(0)).isEqualTo(ask(3));
    lookup.onResponse(PEERS.get(2).id(), List.of());
    lookup.onResponse(PEERS.get(3).id(), List.of());
    assertThat(lookup.next(0))
        .isEqualTo(new Step.Done(new Lookup.Result(PEERS.subList(0, 4), 4, Lookup.End.COMPLETED)));
  }

  @Test
  void asksAPeerOfTheNearestAgainWhenItsAnswerIsLost() {
    Lookup lookup = lookup(PEERS.get(0));
    lookup.next(0);

    assertThat(lookup.next(99)).isEqualTo(new Step.Wait(100));
    assertThat(lookup.next(100)).isEqualTo(ask(0));
    assertThat(lookup.next(200))
        .isEqualTo(new Step.Done(new Lookup.Result(List.of(), 2, Lookup.End.NO_PEERS)));
  }

  @Test
  void doesNotAskAgainWhoCannotBeReachedAndTakesTheNextOne() {
    Lookup lookup = lookup(PEERS.get(0), PEERS.get(1));
    lookup.next(0);
    lookup.next(0);
    lookup.onFailure(PEERS.get(0).id(), Failure.UNREACHABLE);
    lookup.onResponse(PEERS.get(1).id(), List.of());

    assertThat(lookup.next(0))
        .isEqualTo(
            new Step.Done(new Lookup.Result(List.of(PEERS.get(1)), 2, Lookup.End.COMPLETED)));
  }

  @Test
  void ignoresItselfPeersItKnowsAndAnswersThatNobodyAskedFor() {
    Lookup lookup = lookup(PEERS.get(5));
    lookup.onResponse(PEERS.get(5).id(), List.of(PEERS.get(0)));
    lookup.next(0);
    lookup.onResponse(PEERS.get(5).id(), List.of(TestPeers.info(0), PEERS.get(5)));
    lookup.onResponse(PEERS.get(5).id(), List.of(PEERS.get(0)));

    assertThat(lookup.next(0))
        .isEqualTo(
            new Step.Done(new Lookup.Result(List.of(PEERS.get(5)), 1, Lookup.End.COMPLETED)));
  }

  @Test
  void endsWithWhatItHasWhenStopped() {
    Lookup lookup = lookup(PEERS.get(0), PEERS.get(1));
    lookup.next(0);
    lookup.onResponse(PEERS.get(0).id(), List.of());
    lookup.stop();

    assertThat(lookup.next(0))
        .isEqualTo(new Step.Done(new Lookup.Result(List.of(PEERS.get(0)), 1, Lookup.End.STOPPED)));
  }

  /** What comes of a lookup in which each of so many peers names the next, a nearer one. */
  private static Lookup.Result alongAChainOf(int length) {
    Lookup lookup = lookup(PEERS.get(length - 1));
    int next = length - 1;
    Step step = lookup.next(0);
    while (step instanceof Step.Ask(PeerInfo peer)) {
      lookup.onResponse(peer.id(), next == 0 ? List.of() : List.of(PEERS.get(--next)));
      step = lookup.next(0);
    }
    assertThat(step).isInstanceOf(Step.Done.class);
    return ((Step.Done) step).result();
  }

  @Test
  void followsAsManyPeersAsAnHonestLookupMayNeed() {
    Lookup.Result result = alongAChainOf(Lookup.MAX_ASKED);

    assertThat(result.end()).isEqualTo(Lookup.End.COMPLETED);
    assertThat(result.asked()).isEqualTo(Lookup.MAX_ASKED);
    assertThat(result.closest()).isEqualTo(PEERS.subList(0, CONFIG.k()));
  }

  @Test
  void doesNotFollowInventedPeersForever() {
    Lookup.Result result = alongAChainOf(Lookup.MAX_ASKED + 1);

    assertThat(result.end()).isEqualTo(Lookup.End.EXHAUSTED);
    assertThat(result.asked()).isEqualTo(Lookup.MAX_ASKED);
    assertThat(result.closest()).isEqualTo(PEERS.subList(1, 1 + CONFIG.k()));
  }

  /**
   * The farthest peer is being asked, so that it makes room for nobody; a second one has named
   * others, the nearest of which names an even nearer one: whom is asked then.
   */
  private static Step nextWhenSoManyAreKnown(int known) {
    PeerInfo farthest = PEERS.get(known);
    PeerInfo second = PEERS.get(known - 1);
    Lookup lookup = lookup(farthest, second);
    lookup.next(0);
    lookup.next(0);
    lookup.onResponse(second.id(), PEERS.subList(1, known - 1));
    assertThat(lookup.next(0)).isEqualTo(ask(1));
    lookup.onResponse(PEERS.get(1).id(), List.of(PEERS.get(0)));
    return lookup.next(0);
  }

  @Test
  void remembersSoManyPeersAndNoneBeside() {
    assertThat(nextWhenSoManyAreKnown(Lookup.MAX_KNOWN - 1)).isEqualTo(ask(0));
    assertThat(nextWhenSoManyAreKnown(Lookup.MAX_KNOWN)).isEqualTo(ask(2));
  }

  @Test
  void remembersTheNearestPeersOnly() {
    List<PeerInfo> seeds = new ArrayList<>(PEERS.subList(100, 600));
    Lookup lookup = new Lookup(TARGET, SELF, CONFIG, seeds.reversed());

    assertThat(lookup.next(0)).isEqualTo(ask(100));
  }

  @Test
  void dropsAllPeersOfAnAddressGroupThatHasMoreThanThree() {
    ResponseFilter filter = new ResponseFilter(SELF, AddressPolicy.WAN, DiversityLimits.AMINO);
    List<PeerInfo> three = crowd(3);
    List<PeerInfo> four = crowd(4);

    assertThat(filter.believed(three, Bytes.empty())).isEqualTo(three);
    assertThat(filter.believed(four, Bytes.empty())).isEmpty();
  }

  @Test
  void believesFortyPeersOfOneResponseEachOnceAndNotItself() {
    ResponseFilter filter = new ResponseFilter(SELF, AddressPolicy.WAN, DiversityLimits.AMINO);
    List<PeerInfo> many = new ArrayList<>(List.of(TestPeers.info(0), PEERS.get(0)));
    many.addAll(PEERS.subList(0, 60));

    assertThat(filter.believed(many, Bytes.empty())).isEqualTo(PEERS.subList(0, 40));
  }

  @Test
  void dropsPrivateAddressesOnTheWanAndKeepsOnlyTheTargetWithoutAny() {
    ResponseFilter filter = new ResponseFilter(SELF, AddressPolicy.WAN, DiversityLimits.AMINO);
    PeerInfo hidden =
        new PeerInfo(TestPeers.peer(1), List.of(Multiaddr.parse("/ip4/10.0.0.1/tcp/1")));

    assertThat(filter.believed(List.of(hidden), Bytes.empty())).isEmpty();
    assertThat(filter.believed(List.of(hidden), hidden.id().encode()))
        .containsExactly(new PeerInfo(hidden.id(), List.of()));
  }

  @Test
  void isSatisfiedByAQuorumOfValidValuesAndCorrectsTheOthers() {
    ValueSearch search = new ValueSearch(Bytes.utf8("/ipns/x"), new NumberValidator(), 3);

    assertThat(offer(search, 1, "5")).isInstanceOf(ValueSearch.Offer.Better.class);
    assertThat(offer(search, 2, "junk")).isInstanceOf(ValueSearch.Offer.Invalid.class);
    assertThat(offer(search, 3, "4")).isInstanceOf(ValueSearch.Offer.Worse.class);
    assertThat(search.isSatisfied()).isFalse();
    assertThat(offer(search, 4, "6")).isInstanceOf(ValueSearch.Offer.Better.class);
    assertThat(search.isSatisfied()).isTrue();
    assertThat(search.best()).contains(Bytes.utf8("6"));
    assertThat(search.corrections(List.of(TestPeers.info(1), TestPeers.info(2), TestPeers.info(4))))
        .containsExactly(TestPeers.info(1), TestPeers.info(2));
  }

  @Test
  void tellsEachValueOnceAsManyAsAreAskedAndNoMoreButBetterOnes() {
    ValueSearch search = new ValueSearch(Bytes.utf8("/ipns/x"), new NumberValidator(), 0);
    offer(search, 1, "1000");

    for (int value = 1; value <= Lookup.MAX_ASKED; value++) {
      String other = value % 2 == 0 ? value + "@0" : "" + value;
      assertThat(offer(search, 2, other))
          .as("whatever was named before")
          .isInstanceOfAny(ValueSearch.Offer.Worse.class, ValueSearch.Offer.Expired.class);
      assertThat(offer(search, 3, other)).isInstanceOf(ValueSearch.Offer.NothingNew.class);
    }

    assertThat(offer(search, 4, "999")).isInstanceOf(ValueSearch.Offer.NothingNew.class);
    assertThat(offer(search, 5, "999@0")).isInstanceOf(ValueSearch.Offer.NothingNew.class);
    assertThat(offer(search, 6, "1001")).isInstanceOf(ValueSearch.Offer.Better.class);
  }

  @Test
  void judgesOnceWhatEverybodyAnswersWith() {
    List<Bytes> judged = new ArrayList<>();
    NumberValidator numbers = new NumberValidator();
    RecordValidator counting =
        new RecordValidator() {
          @Override
          public Validity validate(Bytes key, Bytes value, Instant now) {
            judged.add(value);
            return numbers.validate(key, value, now);
          }

          @Override
          public int select(Bytes key, List<Bytes> values) {
            return numbers.select(key, values);
          }
        };
    ValueSearch search = new ValueSearch(Bytes.utf8("/ipns/x"), counting, 3);

    for (int peer = 1; peer <= 3; peer++) {
      offer(search, peer, "5");
    }

    assertThat(judged).containsExactly(Bytes.utf8("5"));
    assertThat(search.isSatisfied()).isTrue();
    assertThat(search.corrections(List.of(TestPeers.info(1), TestPeers.info(3)))).isEmpty();
  }

  @Test
  void tellsEachExpiredValueOnceAndCountsNoneOfThem() {
    ValueSearch search = new ValueSearch(Bytes.utf8("/ipns/x"), new NumberValidator(), 1);

    assertThat(offer(search, 1, "9@0")).isInstanceOf(ValueSearch.Offer.Expired.class);
    assertThat(offer(search, 2, "9@0")).isInstanceOf(ValueSearch.Offer.NothingNew.class);
    assertThat(offer(search, 3, "8@0")).isInstanceOf(ValueSearch.Offer.Expired.class);

    assertThat(search.isSatisfied()).isFalse();
    assertThat(search.best()).isEmpty();
    assertThat(offer(search, 4, "1")).isInstanceOf(ValueSearch.Offer.Better.class);
    assertThat(search.best()).contains(Bytes.utf8("1"));
    assertThat(search.corrections(List.of(TestPeers.info(1), TestPeers.info(4))))
        .as("who has only an expired one is put right")
        .containsExactly(TestPeers.info(1));
  }

  @Test
  void givesEachProviderOnceAndNoMoreThanAskedFor() {
    ProviderSearch search = new ProviderSearch(2);

    assertThat(search.offer(List.of(TestPeers.info(1), TestPeers.info(1)))).hasSize(1);
    assertThat(search.isSatisfied()).isFalse();
    assertThat(search.offer(List.of(TestPeers.info(2), TestPeers.info(3))))
        .containsExactly(TestPeers.info(2));
    assertThat(search.isSatisfied()).isTrue();
  }

  private static ValueSearch.Offer offer(ValueSearch search, int peer, String value) {
    return search.offer(TestPeers.peer(peer), Bytes.utf8(value), Instant.EPOCH);
  }

  private static List<PeerInfo> crowd(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                new PeerInfo(
                    TestPeers.peer(i), List.of(Multiaddr.parse("/ip4/60.9.0." + i + "/tcp/1"))))
        .toList();
  }
}
