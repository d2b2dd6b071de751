package org.trustnet.bootstrap.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

class RecordCacheTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TTL = Duration.ofHours(1);

  private final RecordCache cache = new RecordCache();

  private static PeerId name(int number) {
    return PeerId.of(Multihash.sha256(Bytes.utf8("name " + number)));
  }

  private static IpnsRecord record(int number, long sequence, Duration lifetime) {
    return new IpnsRecord(
        name(number),
        Bytes.utf8("/ipfs/bafkqaaa"),
        sequence,
        NOW.plus(lifetime),
        TTL,
        Bytes.utf8("record " + sequence));
  }

  @Test
  void keepsARecordForItsTtl() {
    cache.offer(record(1, 1, Duration.ofDays(2)), NOW, NOW);

    assertThat(cache.find(name(1), NOW.plus(TTL).minusNanos(1))).isPresent();
    assertThat(cache.find(name(1), NOW.plus(TTL))).isEmpty();
  }

  @Test
  void keepsARecordNoLongerThanItsEol() {
    cache.offer(record(1, 1, Duration.ofMinutes(5)), NOW, NOW);

    assertThat(cache.find(name(1), NOW.plus(Duration.ofMinutes(5)).minusNanos(1))).isPresent();
    assertThat(cache.find(name(1), NOW.plus(Duration.ofMinutes(5)))).isEmpty();
  }

  @Test
  void aRecordGivesWayToABetterOneOnlyOrToItsTime() {
    cache.offer(record(1, 7, Duration.ofDays(2)), NOW, NOW);

    cache.offer(record(1, 6, Duration.ofDays(2)), NOW.plusSeconds(1), NOW.plusSeconds(1));
    assertThat(cache.find(name(1), NOW).orElseThrow().sequence()).isEqualTo(7);
    cache.offer(record(1, 8, Duration.ofDays(2)), NOW.plusSeconds(1), NOW.plusSeconds(1));
    assertThat(cache.find(name(1), NOW).orElseThrow().sequence()).isEqualTo(8);
    Instant later = NOW.plusSeconds(1).plus(TTL);
    cache.offer(record(1, 6, Duration.ofDays(2)), later, later);
    assertThat(cache.find(name(1), later).orElseThrow().sequence()).isEqualTo(6);
  }

  @Test
  void forgetsTheNameNotAskedForLongestWhenFull() {
    for (int i = 0; i < RecordCache.MAX_NAMES; i++) {
      cache.offer(record(i, 1, Duration.ofDays(2)), NOW, NOW);
    }
    assertThat(cache.find(name(0), NOW)).isPresent();

    cache.offer(record(RecordCache.MAX_NAMES, 1, Duration.ofDays(2)), NOW, NOW);

    assertThat(cache.find(name(0), NOW)).isPresent();
    assertThat(cache.find(name(1), NOW)).isEmpty();
    cache.forget(name(0));
    assertThat(cache.find(name(0), NOW)).isEmpty();
  }

  @Test
  void aClockThatIsSetBackMakesNothingLastLonger() {
    cache.offer(record(1, 1, Duration.ofDays(2)), NOW, NOW);
    assertThat(cache.find(name(1), NOW.plus(TTL))).isEmpty();

    cache.offer(record(1, 1, Duration.ofDays(2)), NOW.minus(Duration.ofDays(365)), NOW);
    assertThat(cache.find(name(1), NOW.plus(TTL))).isEmpty();
  }
}
