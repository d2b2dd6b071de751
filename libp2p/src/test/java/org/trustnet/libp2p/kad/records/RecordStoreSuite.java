package org.trustnet.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.kad.TestPeers;
import org.trustnet.libp2p.kad.records.RecordStore.Outcome;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/** What every {@link RecordStore} does, whatever it keeps its records in. */
public abstract class RecordStoreSuite {
  protected static final PeerId SELF = TestPeers.peer(0);
  protected static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final RecordLimits SMALL = limits(3, 2, 1_000, 1_000_000);

  private static RecordLimits limits(int keys, int perKey, int announcements, long bytes) {
    return new RecordLimits(
        3,
        100,
        new RecordLimits.Providers(keys, perKey, 3, announcements, bytes),
        RecordLimits.Ages.AMINO);
  }

  /** An empty store of the node {@link #SELF}. */
  protected abstract RecordStore create(RecordLimits limits);

  private static StoredValue value(String key, String value) {
    return new StoredValue(Bytes.utf8(key), Bytes.utf8(value), NOW);
  }

  private static Provider provider(int number) {
    return new Provider(TestPeers.peer(number), List.of(TestPeers.address(number)), NOW);
  }

  /** Which is too old in a second. */
  private static Provider ending(int number) {
    Instant received = NOW.minus(RecordLimits.Ages.AMINO.provider()).plusSeconds(1);
    return new Provider(TestPeers.peer(number), List.of(TestPeers.address(number)), received);
  }

  /** Keys from the nearest to ourselves to the farthest. */
  private static List<Bytes> keys() {
    KadKey self = KadKey.of(SELF);
    return IntStream.range(0, 20)
        .mapToObj(i -> Bytes.utf8("key " + i))
        .sorted((a, b) -> self.compareDistance(KadKey.of(a), KadKey.of(b)))
        .toList();
  }

  @Test
  void givesBackAValueAndReplacesIt() {
    RecordStore store = create(RecordLimits.DEFAULT);
    store.put(value("k", "1"), NOW);
    store.put(value("k", "22"), NOW);

    assertThat(store.value(Bytes.utf8("k"), NOW)).contains(value("k", "22"));
    assertThat(store.value(Bytes.utf8("other"), NOW)).isEmpty();
    assertThat(store.totals()).isEqualTo(new RecordStore.Totals(1, 3, 0, 0, 0));
  }

  @Test
  void clockThatWasAheadKeepsNothingForMoreThanTwiceItsAge() {
    RecordStore store = create(RecordLimits.DEFAULT);
    Bytes key = keys().getFirst();
    store.put(value("k", "1"), NOW);
    store.addProvider(key, provider(1), NOW);
    Instant set = NOW.minus(Duration.ofHours(48)).plusNanos(1);
    assertThat(store.value(Bytes.utf8("k"), set)).isPresent();
    assertThat(store.providers(key, set)).hasSize(1);

    Instant farther = set.minusNanos(1);
    assertThat(store.value(Bytes.utf8("k"), farther)).isEmpty();
    assertThat(store.providers(key, farther)).isEmpty();
    assertThat(store.sweep(farther)).isEqualTo(2);
    assertThat(store.put(value("k", "1"), farther))
        .as("of an earlier run")
        .isEqualTo(Outcome.REFUSED);
    assertThat(store.addProvider(key, provider(1), farther)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void forgetsAValueAfterFortyEightHours() {
    RecordStore store = create(RecordLimits.DEFAULT);
    store.put(value("k", "1"), NOW);
    Instant last = NOW.plus(Duration.ofHours(48)).minusNanos(1);

    assertThat(store.value(Bytes.utf8("k"), last)).isPresent();
    assertThat(store.value(Bytes.utf8("k"), last.plusNanos(1))).isEmpty();
    assertThat(store.sweep(last)).isZero();
    assertThat(store.sweep(last.plusNanos(1))).isEqualTo(1);
    assertThat(store.put(value("k", "1"), last.plusNanos(1))).isEqualTo(Outcome.REFUSED);
    assertThat(store.totals().values()).isZero();
  }

  @Test
  void keepsTheValuesNearestToItselfWhenFull() {
    RecordStore store = create(SMALL);
    List<Bytes> keys = keys();
    keys.subList(5, 8).forEach(k -> store.put(new StoredValue(k, Bytes.utf8("v"), NOW), NOW));

    assertThat(store.put(new StoredValue(keys.get(9), Bytes.utf8("v"), NOW), NOW))
        .isEqualTo(Outcome.FULL);
    assertThat(store.put(new StoredValue(keys.get(1), Bytes.utf8("v"), NOW), NOW))
        .isEqualTo(Outcome.STORED);
    assertThat(store.value(keys.get(7), NOW)).isEmpty();
    assertThat(store.value(keys.get(6), NOW)).isPresent();
    assertThat(store.totals().values()).isEqualTo(3);
  }

  @Test
  void countsBytesToTheLimitAndNotOneMore() {
    RecordStore store = create(SMALL);

    assertThat(store.put(value("k", "v".repeat(100)), NOW)).isEqualTo(Outcome.REFUSED);
    assertThat(store.put(value("k", "v".repeat(99)), NOW)).isEqualTo(Outcome.STORED);
    assertThat(store.totals().valueBytes()).isEqualTo(100);
  }

  @Test
  void givesProvidersTheLatestFirstAndForgetsTheirAddressesFirst() {
    RecordStore store = create(RecordLimits.DEFAULT);
    Bytes key = Bytes.utf8("k");
    store.addProvider(key, provider(1), NOW);
    store.addProvider(key, provider(2), NOW);
    store.addProvider(key, provider(1), NOW);

    assertThat(store.providers(key, NOW)).containsExactly(provider(1), provider(2));
    assertThat(store.providers(key, NOW.plus(Duration.ofHours(24))))
        .extracting(Provider::addresses)
        .containsExactly(List.of(), List.of());
    assertThat(store.providers(key, NOW.plus(Duration.ofHours(48)))).isEmpty();
    assertThat(store.sweep(NOW.plus(Duration.ofHours(48)))).isEqualTo(2);
    assertThat(store.totals()).isEqualTo(new RecordStore.Totals(0, 0, 0, 0, 0));
  }

  @Test
  void dropsTheProviderThatWasRenewedLongestAgo() {
    RecordStore store = create(SMALL);
    Bytes key = Bytes.utf8("k");
    store.addProvider(key, provider(1), NOW);
    store.addProvider(key, provider(2), NOW);
    store.addProvider(key, provider(1), NOW);
    store.addProvider(key, provider(3), NOW);

    assertThat(store.providers(key, NOW)).containsExactly(provider(3), provider(1));
    assertThat(store.totals().providers()).isEqualTo(2);
  }

  @Test
  void inAFullKeyTheGroupWithMostPlacesGivesWay() {
    RecordStore store = create(limits(30, 4, 1_000, 1_000_000));
    Bytes key = Bytes.utf8("k");
    store.addProvider(key, provider(1), 7, NOW);
    store.addProvider(key, provider(2), 8, NOW);
    for (int i = 3; i < 20; i++) {
      assertThat(store.addProvider(key, provider(i), 9, NOW)).isEqualTo(Outcome.STORED);
    }

    assertThat(store.providers(key, NOW))
        .containsExactly(provider(19), provider(18), provider(2), provider(1));
    store.addProvider(key, provider(20), 10, NOW);
    assertThat(store.providers(key, NOW))
        .containsExactly(provider(20), provider(19), provider(2), provider(1));
    store.addProvider(key, provider(21), 7, NOW);
    assertThat(store.providers(key, NOW))
        .containsExactly(provider(21), provider(20), provider(19), provider(2));
  }

  @Test
  void noProviderGivesWayToOneForWhichThereIsNoRoom() {
    RecordStore store = create(limits(30, 1, 1_000, 1_000));
    Bytes key = Bytes.utf8("k");
    store.addProvider(key, provider(2), NOW);

    assertThat(store.addProvider(key, telling(address(500)), NOW)).isEqualTo(Outcome.FULL);

    assertThat(store.providers(key, NOW)).containsExactly(provider(2));
  }

  @Test
  void takesALimitedNumberOfKeysFromOneProvider() {
    RecordStore store = create(limits(30, 2, 1_000, 1_000_000));
    store.addProvider(keys().get(0), ending(1), NOW);
    for (int i = 1; i < 3; i++) {
      assertThat(store.addProvider(keys().get(i), provider(1), NOW)).isEqualTo(Outcome.STORED);
    }

    assertThat(store.addProvider(keys().get(3), provider(1), NOW)).isEqualTo(Outcome.FULL);
    assertThat(store.addProvider(keys().get(2), provider(1), NOW)).isEqualTo(Outcome.STORED);
    assertThat(store.sweep(NOW.plusSeconds(1))).isEqualTo(1);
    assertThat(store.addProvider(keys().get(3), provider(1), NOW)).isEqualTo(Outcome.STORED);
  }

  @Test
  void takesALimitedNumberOfAnnouncementsFromOneAddressGroup() {
    RecordStore store = create(limits(30, 2, 1_000, 1_000_000));
    store.addProvider(keys().get(0), ending(0), 7, NOW);
    for (int i = 1; i < 3; i++) {
      assertThat(store.addProvider(keys().get(i), provider(i), 7, NOW)).isEqualTo(Outcome.STORED);
    }

    assertThat(store.addProvider(keys().get(3), provider(3), 7, NOW)).isEqualTo(Outcome.FULL);
    assertThat(store.addProvider(keys().get(3), provider(3), 8, NOW)).isEqualTo(Outcome.STORED);
    assertThat(store.addProvider(keys().get(3), provider(3), 7, NOW))
        .as("renewed from the group that is full")
        .isEqualTo(Outcome.FULL);
    assertThat(store.addProvider(keys().get(2), provider(2), 7, NOW)).isEqualTo(Outcome.STORED);
    assertThat(store.addProvider(keys().get(2), provider(2), 8, NOW))
        .as("its peer has moved, and left room behind")
        .isEqualTo(Outcome.STORED);
    assertThat(store.addProvider(keys().get(4), provider(4), 7, NOW)).isEqualTo(Outcome.STORED);
    assertThat(store.sweep(NOW.plusSeconds(1))).isEqualTo(1);
    assertThat(store.addProvider(keys().get(5), provider(5), 7, NOW)).isEqualTo(Outcome.STORED);
    for (int i = 6; i < 12; i++) {
      assertThat(store.addProvider(keys().get(i), provider(i), NOW))
          .as("nobody knows from where")
          .isEqualTo(Outcome.STORED);
    }
  }

  @Test
  void keepsTheProviderKeysNearestToItselfWhenFull() {
    RecordStore store = create(SMALL);
    keys().subList(5, 8).forEach(k -> store.addProvider(k, provider(1), NOW));

    assertThat(store.addProvider(keys().get(9), provider(2), NOW)).isEqualTo(Outcome.FULL);
    assertThat(store.addProvider(keys().get(1), provider(2), NOW)).isEqualTo(Outcome.STORED);
    assertThat(store.providers(keys().get(7), NOW)).isEmpty();
    assertThat(store.totals().providerKeys()).isEqualTo(3);
  }

  @Test
  void keepsEightAddressesOfAProvider() {
    RecordStore store = create(RecordLimits.DEFAULT);
    Provider many =
        new Provider(
            TestPeers.peer(1), IntStream.range(0, 9).mapToObj(TestPeers::address).toList(), NOW);
    store.addProvider(Bytes.utf8("k"), many, NOW);

    assertThat(store.providers(Bytes.utf8("k"), NOW).getFirst().addresses())
        .isEqualTo(many.addresses().subList(0, 8));
  }

  @Test
  void keepsAsManyAddressBytesAsTheLimitAndNotOneMore() {
    RecordStore store = create(RecordLimits.DEFAULT);
    Multiaddr most = address(RecordLimits.MAX_ADDRESS_BYTES - 2);
    Multiaddr over = address(RecordLimits.MAX_ADDRESS_BYTES - 1);
    Multiaddr little = TestPeers.address(1);
    store.addProvider(Bytes.utf8("k"), telling(most, little), NOW);
    store.addProvider(Bytes.utf8("m"), telling(over, little), NOW);

    assertThat(store.providers(Bytes.utf8("k"), NOW).getFirst().addresses()).containsExactly(most);
    assertThat(store.providers(Bytes.utf8("m"), NOW).getFirst().addresses())
        .containsExactly(little);
  }

  private static Provider telling(Multiaddr... addresses) {
    return new Provider(TestPeers.peer(1), List.of(addresses), NOW);
  }

  /** An address of so many bytes; its length takes two bytes more. */
  private static Multiaddr address(int bytes) {
    String start = "/ip4/8.8.8.8/tcp/4001/http-path/";
    int some = 200;
    int rest = Multiaddr.parse(start + "a".repeat(some)).encode().length() - some;
    Multiaddr address = Multiaddr.parse(start + "a".repeat(bytes - rest));
    assertThat(address.encode().length()).isEqualTo(bytes);
    return address;
  }

  @Test
  void countsTheBytesOfAnnouncementsToTheLimitAndNotOneMore() {
    RecordStore counting = create(RecordLimits.DEFAULT);
    IntStream.range(0, 3).forEach(i -> counting.addProvider(keys().get(i), provider(i + 1), NOW));
    long three = counting.totals().providerBytes();

    RecordStore exact = create(limits(30, 30, 1_000, three));
    RecordStore tooSmall = create(limits(30, 30, 1_000, three - 1));
    for (int i = 0; i < 2; i++) {
      assertThat(exact.addProvider(keys().get(i), provider(i + 1), NOW)).isEqualTo(Outcome.STORED);
      assertThat(tooSmall.addProvider(keys().get(i), provider(i + 1), NOW))
          .isEqualTo(Outcome.STORED);
    }
    assertThat(exact.addProvider(keys().get(2), provider(3), NOW)).isEqualTo(Outcome.STORED);
    assertThat(tooSmall.addProvider(keys().get(2), provider(3), NOW)).isEqualTo(Outcome.FULL);
    assertThat(exact.totals().providerBytes()).isEqualTo(three);
    assertThat(exact.addProvider(keys().get(2), provider(3), NOW)).isEqualTo(Outcome.STORED);
    assertThat(exact.sweep(NOW.plus(RecordLimits.Ages.AMINO.provider()))).isEqualTo(3);
    assertThat(exact.totals().providerBytes()).isZero();
  }

  @Test
  void holdsAsManyAnnouncementsOfAllKeysAsTheLimitAndNotOneMore() {
    RecordStore store = create(limits(30, 30, 3, 1_000_000));
    store.addProvider(keys().get(5), provider(1), NOW);
    store.addProvider(keys().get(5), provider(2), NOW);
    assertThat(store.addProvider(keys().get(2), provider(3), NOW)).isEqualTo(Outcome.STORED);

    assertThat(store.addProvider(keys().get(9), provider(4), NOW)).isEqualTo(Outcome.FULL);
    assertThat(store.addProvider(keys().get(1), provider(4), NOW)).isEqualTo(Outcome.STORED);
    assertThat(store.totals().providers()).isEqualTo(3);
    assertThat(store.providers(keys().get(5), NOW)).containsExactly(provider(2));
    assertThat(store.providers(keys().get(2), NOW)).containsExactly(provider(3));
  }
}
