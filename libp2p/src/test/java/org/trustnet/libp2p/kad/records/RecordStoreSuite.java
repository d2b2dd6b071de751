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
import org.trustnet.multiformats.PeerId;

/** What every {@link RecordStore} does, whatever it keeps its records in. */
public abstract class RecordStoreSuite {
  protected static final PeerId SELF = TestPeers.peer(0);
  protected static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final RecordLimits SMALL =
      new RecordLimits(3, 100, 3, 2, 3, RecordLimits.Ages.AMINO);

  /** An empty store of the node {@link #SELF}. */
  protected abstract RecordStore create(RecordLimits limits);

  private static StoredValue value(String key, String value) {
    return new StoredValue(Bytes.utf8(key), Bytes.utf8(value), NOW);
  }

  private static Provider provider(int number) {
    return new Provider(TestPeers.peer(number), List.of(TestPeers.address(number)), NOW);
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
    assertThat(store.totals()).isEqualTo(new RecordStore.Totals(1, 3, 0, 0));
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
    assertThat(store.totals()).isEqualTo(new RecordStore.Totals(0, 0, 0, 0));
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
  void takesALimitedNumberOfKeysFromOneProvider() {
    RecordStore store = create(new RecordLimits(3, 100, 30, 2, 3, RecordLimits.Ages.AMINO));
    for (int i = 0; i < 3; i++) {
      assertThat(store.addProvider(keys().get(i), provider(1), NOW)).isEqualTo(Outcome.STORED);
    }

    assertThat(store.addProvider(keys().get(3), provider(1), NOW)).isEqualTo(Outcome.FULL);
    assertThat(store.addProvider(keys().get(2), provider(1), NOW)).isEqualTo(Outcome.STORED);
    store.removeProvider(keys().get(0), provider(1).peer());
    assertThat(store.addProvider(keys().get(3), provider(1), NOW)).isEqualTo(Outcome.STORED);
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
}
