package org.trustnet.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.kad.TestPeers;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

class MemoryRecordStoreTest extends RecordStoreSuite {
  @Override
  protected RecordStore create(RecordLimits limits) {
    return new MemoryRecordStore(SELF, limits, RecordChanges.ignored());
  }

  @Test
  void tellsItsListenerEveryChangeInOrder() {
    List<String> heard = new ArrayList<>();
    RecordStore store = new MemoryRecordStore(SELF, RecordLimits.DEFAULT, new Log(heard));
    StoredValue value = new StoredValue(Bytes.utf8("k"), Bytes.utf8("v"), NOW);
    store.put(value, NOW);
    Provider provider = new Provider(TestPeers.peer(1), List.of(), NOW);
    store.addProvider(Bytes.utf8("m"), provider, NOW);
    store.sweep(NOW.plus(Duration.ofHours(48)));

    assertThat(heard).containsExactly("value k", "provider m", "no value k", "no provider m");
  }

  @Test
  void announcesAgainWhenDueAndSoonerAfterAFailure() {
    RepublishSchedule schedule = new RepublishSchedule();
    Bytes key = Bytes.utf8("k");
    schedule.add(key, Duration.ofNanos(100), 0);
    schedule.done(key, 0);

    assertThat(schedule.takeDue(10, 99)).isEmpty();
    assertThat(schedule.takeDue(10, 100)).containsExactly(key);
    assertThat(schedule.takeDue(10, 101)).isEmpty();
    long retry = 100 + RepublishSchedule.RETRY.toNanos();
    assertThat(schedule.takeDue(10, retry)).containsExactly(key);
    schedule.done(key, retry);
    assertThat(schedule.takeDue(10, retry + 99)).isEmpty();
    assertThat(schedule.takeDue(10, retry + 100)).containsExactly(key);
  }

  @Test
  void aFirstAnnouncementThatReachedNobodyIsRepeatedAsSoonAsALaterOne() {
    RepublishSchedule schedule = new RepublishSchedule();
    Bytes key = Bytes.utf8("k");
    schedule.add(key, RepublishSchedule.PROVIDERS, 0);

    long retry = RepublishSchedule.RETRY.toNanos();
    assertThat(schedule.takeDue(10, retry - 1)).isEmpty();
    assertThat(schedule.takeDue(10, retry)).containsExactly(key);
  }

  @Test
  void whatHadNoAttemptYetIsDueAtOnce() {
    RepublishSchedule schedule = new RepublishSchedule();
    Bytes key = Bytes.utf8("k");
    schedule.addDue(key, RepublishSchedule.PROVIDERS, 7);

    assertThat(schedule.takeDue(10, 7)).containsExactly(key);
    assertThat(schedule.takeDue(10, 8)).isEmpty();
  }

  @Test
  void announcesAsManyKeysAsItMayAndNotOneMore() {
    RepublishSchedule schedule = new RepublishSchedule();
    for (int i = 0; i < RepublishSchedule.MAX_KEYS; i++) {
      assertThat(schedule.addDue(Bytes.utf8("k" + i), RepublishSchedule.PROVIDERS, 0)).isTrue();
    }
    Bytes over = Bytes.utf8("over");
    assertThat(schedule.add(over, RepublishSchedule.PROVIDERS, 0)).isFalse();
    assertThat(schedule.keys()).doesNotContain(over);
    assertThat(schedule.add(Bytes.utf8("k1"), RepublishSchedule.PROVIDERS, 0)).isTrue();
  }

  @Test
  void believesAPublicKeyThatHashesToItsName() {
    // libp2p/specs peer-ids.md, the Ed25519 vector
    Bytes key =
        Bytes.hex("080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e");
    Bytes name = Bytes.concat(PublicKeyValidator.PREFIX, PeerId.of(PublicKey.decode(key)).encode());
    Namespaces namespaces = Namespaces.publicKeys();

    assertThat(namespaces.validate(name, key, Instant.EPOCH).isValid()).isTrue();
    assertThat(
            namespaces
                .validate(
                    Bytes.concat(PublicKeyValidator.PREFIX, TestPeers.peer(1).encode()),
                    key,
                    Instant.EPOCH)
                .isValid())
        .isFalse();
    assertThat(namespaces.validate(name, Bytes.utf8("key"), Instant.EPOCH).isValid()).isFalse();
    assertThat(namespaces.select(name, List.of(key, key))).isZero();
  }

  @Test
  void knowsTwoNamespacesOnly() {
    Namespaces namespaces = Namespaces.withIpns(new PublicKeyValidator());

    for (String known : List.of("/pk/x", "/ipns/x", "/ipns/")) {
      assertThat(namespaces.knows(Bytes.utf8(known))).as(known).isTrue();
    }
    for (String other : List.of("", "/", "pk/x", "/pk", "/ipn/x", "/ipnss/x", "//x", "/\u00ff/")) {
      assertThat(namespaces.knows(Bytes.utf8(other))).as(other).isFalse();
    }
    assertThat(Namespaces.publicKeys().knows(Bytes.utf8("/ipns/x"))).isFalse();
  }

  private record Log(List<String> heard) implements RecordChanges {
    @Override
    public void stored(StoredValue value) {
      heard.add("value " + value.key().toUtf8());
    }

    @Override
    public void valueGone(Bytes key) {
      heard.add("no value " + key.toUtf8());
    }

    @Override
    public void stored(Bytes multihash, Provider provider) {
      heard.add("provider " + multihash.toUtf8());
    }

    @Override
    public void providerGone(Bytes multihash, PeerId peer) {
      heard.add("no provider " + multihash.toUtf8());
    }
  }
}
