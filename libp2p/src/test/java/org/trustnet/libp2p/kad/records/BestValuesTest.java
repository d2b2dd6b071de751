package org.trustnet.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.kad.NumberValidator;
import org.trustnet.libp2p.kad.RacingValidator;
import org.trustnet.libp2p.kad.TestPeers;
import org.trustnet.multiformats.Bytes;

class BestValuesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final Bytes KEY = Bytes.utf8("/ipns/x");

  private final MemoryRecordStore store =
      new MemoryRecordStore(TestPeers.peer(1), RecordLimits.DEFAULT, RecordChanges.ignored());
  private final BestValues values = new BestValues(store, new NumberValidator());

  private BestValues.Outcome offer(String value) {
    return values.offer(KEY, Bytes.utf8(value), NOW);
  }

  private String stored() {
    return store.value(KEY, NOW).orElseThrow().value().toUtf8();
  }

  /** Offers a value, and another while the first is compared with what is there. */
  private BestValues.Outcome offer(String value, String meanwhile) {
    RacingValidator racing = new RacingValidator().whileComparing(() -> offer(meanwhile));
    return new BestValues(store, racing).offer(KEY, Bytes.utf8(value), NOW);
  }

  @Test
  void storesTheFirstTheSameAndBetterOnesAndNoWorse() {
    assertThat(offer("5")).isEqualTo(BestValues.Outcome.STORED);
    assertThat(offer("5")).isEqualTo(BestValues.Outcome.STORED);
    assertThat(offer("4")).isEqualTo(BestValues.Outcome.OUTDONE);
    assertThat(offer("6")).isEqualTo(BestValues.Outcome.STORED);
    assertThat(stored()).isEqualTo("6");
  }

  @Test
  void ofTwoThatRaceTheBetterOneStaysWhicheverIsStoredFirst() {
    offer("1");
    assertThat(offer("5", "9")).isEqualTo(BestValues.Outcome.OUTDONE);
    assertThat(stored()).isEqualTo("9");
    assertThat(offer("12", "11")).isEqualTo(BestValues.Outcome.STORED);
    assertThat(stored()).isEqualTo("12");
  }

  @Test
  void replacesOnlyWhatItWasComparedWith() {
    StoredValue first = new StoredValue(KEY, Bytes.utf8("1"), NOW);
    StoredValue second = new StoredValue(KEY, Bytes.utf8("2"), NOW);

    assertThat(store.replace(Optional.of(first), second, NOW)).isEmpty();
    assertThat(store.replace(Optional.empty(), first, NOW)).contains(RecordStore.Outcome.STORED);
    assertThat(store.replace(Optional.empty(), second, NOW)).isEmpty();
    assertThat(stored()).isEqualTo("1");
    assertThat(store.replace(Optional.of(first), second, NOW)).contains(RecordStore.Outcome.STORED);
    assertThat(stored()).isEqualTo("2");
  }

  @Test
  void saysWhenThereIsNoRoom() {
    RecordLimits limits =
        new RecordLimits(
            1, KEY.length() + 2, RecordLimits.DEFAULT.providers(), RecordLimits.Ages.AMINO);
    MemoryRecordStore small =
        new MemoryRecordStore(TestPeers.peer(1), limits, RecordChanges.ignored());
    BestValues few = new BestValues(small, new NumberValidator());

    assertThat(few.offer(KEY, Bytes.utf8("12"), NOW)).isEqualTo(BestValues.Outcome.STORED);
    assertThat(few.offer(KEY, Bytes.utf8("123"), NOW)).isEqualTo(BestValues.Outcome.NO_ROOM);
  }
}
