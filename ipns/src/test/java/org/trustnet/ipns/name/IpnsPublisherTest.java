package org.trustnet.ipns.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PeerId;

final class IpnsPublisherTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final PrivateKey KEY = Keys.generate(KeyType.ED25519, new Random(1));
  private static final Bytes ONE = Bytes.utf8("/ipfs/bafkqaaa");
  private static final Bytes TWO = Bytes.utf8("/ipfs/bafkqaddwgevxmmraojswg33smq");

  private static final Bytes THREE = Bytes.utf8("/ipfs/bafkqabtun5xwk");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FakeRouting routing = new FakeRouting();
  private final PublishedStore store = new MemoryPublishedStore();
  private final IpnsPublisher publisher = new IpnsPublisher(routing, store, () -> now);

  private IpnsRecord publish(Bytes value) throws InterruptedException {
    return published(publisher.publish(KEY, PublishPolicy.Request.of(value), SECOND)).record();
  }

  private static PublishOutcome.Published published(PublishOutcome outcome) {
    assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
    return (PublishOutcome.Published) outcome;
  }

  @Test
  void countsUpOnlyWhenTheValueChanges() throws InterruptedException {
    assertThat(publish(ONE).sequence()).isZero();
    now = now.plusSeconds(60);
    IpnsRecord again = publish(ONE);
    assertThat(again.sequence()).isZero();
    assertThat(again.eol()).isEqualTo(now.plus(PublishPolicy.DEFAULT_LIFETIME));
    assertThat(publish(TWO).sequence()).isEqualTo(1);
    assertThat(publish(ONE).sequence()).isEqualTo(2);
    assertThat(store.find(KEY.peerId()))
        .contains(routing.at(RoutingKey.record(KEY.peerId())).getLast());
  }

  @Test
  void storesBeforeItAnnouncesAndSaysWhenNobodyTookIt() throws InterruptedException {
    routing.peers(0);
    PublishOutcome outcome = publisher.publish(KEY, PublishPolicy.Request.of(ONE), SECOND);
    assertThat(published(outcome).announced()).isZero();
    assertThat(store.find(KEY.peerId())).contains(published(outcome).record().bytes());
  }

  @Test
  void countsOnFromWhatTheNetworkHas() throws InterruptedException {
    IpnsRecord elsewhere =
        IpnsRecords.create(
            KEY,
            new RecordContent(ONE, 41, now.plusSeconds(100), Duration.ZERO),
            Compatibility.V1_AND_V2);
    routing.plant(RoutingKey.record(KEY.peerId()), elsewhere.bytes());
    assertThat(publish(TWO).sequence()).isEqualTo(42);
  }

  private IpnsRecord dead(Bytes value, long sequence) {
    Instant eol = now.minus(Duration.ofDays(700));
    return IpnsRecords.create(
        KEY, new RecordContent(value, sequence, eol, Duration.ZERO), Compatibility.V1_AND_V2);
  }

  @Test
  void aDeadRecordEndsNeitherPublishingNorRevoking() throws InterruptedException {
    long most = PublishPolicy.MAX_COUNTED_SEQUENCE;
    for (long sequence : new long[] {most, most + 1, Long.MAX_VALUE, -2, -1}) {
      routing.plant(RoutingKey.record(KEY.peerId()), dead(TWO, sequence).bytes());
    }

    assertThat(publish(ONE).sequence()).isZero();
    assertThat(publish(THREE).sequence()).isEqualTo(1);
    PublishPolicy.Request revoking =
        new PublishPolicy.Request(
            TWO, SECOND, SECOND, OptionalLong.of(Long.MAX_VALUE), PublishPolicy.End.AS_ASKED);
    assertThat(published(publisher.publish(KEY, revoking, SECOND)).record().sequence())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aDeadRecordOfTheSameSequenceEndsNoRenewal() throws InterruptedException {
    IpnsRecord ours = publish(ONE);
    routing.plant(RoutingKey.record(KEY.peerId()), dead(TWO, ours.sequence()).bytes());
    now = now.plus(RepublishSchedule.INTERVAL);

    assertThat(published(publisher.renew(KEY, SECOND)).record().value()).isEqualTo(ONE);
  }

  @Test
  void aStoreFromABackupCountsOnFromWhatTheNetworkHasBeenGivenSince() throws InterruptedException {
    Bytes backup = publish(ONE).bytes();
    publish(TWO);
    publish(THREE);
    store.put(KEY.peerId(), backup, PublishPolicy.DEFAULT_LIFETIME);

    assertThat(publish(TWO).sequence()).isEqualTo(3);
    assertThat(routing.quorum()).as("old records end no question").isEqualTo(IpnsResolver.ALL);
  }

  @Test
  void neverSignsAnotherValueUnderTheSequenceThatTheNetworkHas() throws InterruptedException {
    Bytes backup = publish(ONE).bytes();
    publish(TWO);
    IpnsRecord elsewhere =
        IpnsRecords.create(
            KEY,
            new RecordContent(THREE, 0, now.plusSeconds(100), Duration.ZERO),
            Compatibility.V1_AND_V2);
    FakeRouting other = new FakeRouting().plant(RoutingKey.record(KEY.peerId()), elsewhere.bytes());
    store.put(KEY.peerId(), backup, PublishPolicy.DEFAULT_LIFETIME);

    PublishOutcome outcome =
        new IpnsPublisher(other, store, () -> now)
            .publish(KEY, PublishPolicy.Request.of(ONE), SECOND);

    assertThat(published(outcome).record().sequence()).isEqualTo(1);
  }

  @Test
  void countsOnFromItsOwnRecordWhereTheNetworkHasAnOlderOne() throws InterruptedException {
    publish(ONE);
    routing.peers(0);
    publish(TWO);
    routing.peers(3);
    assertThat(publish(ONE).sequence()).isEqualTo(2);
  }

  @Test
  void countsOnFromItsOwnRecordAfterItsEol() throws InterruptedException {
    publish(ONE);
    now = now.plus(Duration.ofDays(30));
    assertThat(publish(TWO).sequence()).isEqualTo(1);
  }

  @Test
  void takesAHigherSequenceAndRefusesALowerOne() throws InterruptedException {
    PublishPolicy.Request five =
        new PublishPolicy.Request(ONE, Duration.ofDays(1), Duration.ZERO, OptionalLong.of(5));
    assertThat(published(publisher.publish(KEY, five, SECOND)).record().sequence()).isEqualTo(5);
    assertThat(publisher.publish(KEY, five, SECOND))
        .isEqualTo(new PublishOutcome.SequenceNotHigher(5));
    PublishPolicy.Request highest =
        new PublishPolicy.Request(ONE, Duration.ofDays(1), Duration.ZERO, OptionalLong.of(-1));
    assertThat(published(publisher.publish(KEY, highest, SECOND)).record().sequence())
        .isEqualTo(-1);
    assertThat(publisher.publish(KEY, PublishPolicy.Request.of(TWO), SECOND))
        .isEqualTo(new PublishOutcome.SequencesExhausted(-1));
  }

  @Test
  void anEarlierEndThatIsAskedForTakesAHigherSequence() throws InterruptedException {
    PublishPolicy.Request week =
        new PublishPolicy.Request(ONE, Duration.ofDays(7), Duration.ZERO, OptionalLong.empty());
    PublishPolicy.Request day =
        new PublishPolicy.Request(ONE, Duration.ofDays(1), Duration.ZERO, OptionalLong.empty());
    IpnsRecord first = published(publisher.publish(KEY, week, SECOND)).record();

    IpnsRecord unasked = published(publisher.publish(KEY, day, SECOND)).record();
    IpnsRecord asked = published(publisher.publish(KEY, day.endingAsAsked(), SECOND)).record();
    IpnsRecord later = published(publisher.publish(KEY, week.endingAsAsked(), SECOND)).record();

    assertThat(unasked.eol()).isEqualTo(first.eol());
    assertThat(unasked.sequence()).isEqualTo(first.sequence());
    assertThat(asked.eol()).isEqualTo(now.plus(Duration.ofDays(1)));
    assertThat(asked.sequence()).isEqualTo(first.sequence() + 1);
    assertThat(asked).as("what all who have the first take for newer").isGreaterThan(first);
    assertThat(later.eol()).isEqualTo(now.plus(Duration.ofDays(7)));
    assertThat(later.sequence()).as("a later end needs none").isEqualTo(asked.sequence());
  }

  @Test
  void countsUpToTheLimitAndNotBeyond() throws InterruptedException {
    long last = PublishPolicy.MAX_COUNTED_SEQUENCE;
    PublishPolicy.Request request =
        new PublishPolicy.Request(
            ONE, Duration.ofDays(1), Duration.ZERO, OptionalLong.of(last - 1));
    publisher.publish(KEY, request, SECOND);
    assertThat(publish(TWO).sequence()).isEqualTo(last);
    assertThat(publisher.publish(KEY, PublishPolicy.Request.of(ONE), SECOND))
        .isEqualTo(new PublishOutcome.SequencesExhausted(last));
  }

  @Test
  void renewsWithALaterEolAndNothingElse() throws InterruptedException {
    assertThat(publisher.renew(KEY, SECOND)).isEqualTo(new PublishOutcome.NeverPublished());
    IpnsRecord first = publish(ONE);
    now = now.plus(RepublishSchedule.INTERVAL);
    IpnsRecord renewed = published(publisher.renew(KEY, SECOND)).record();
    assertThat(renewed.eol()).isEqualTo(first.eol().plus(RepublishSchedule.INTERVAL));
    assertThat(renewed.sequence()).isEqualTo(first.sequence());
    assertThat(renewed.value()).isEqualTo(first.value());
    assertThat(renewed.ttl()).isEqualTo(first.ttl());
  }

  @Test
  void renewsForAsLongAsWasAskedAndNeverMovesTheEolBack() throws InterruptedException {
    for (Duration lifetime : List.of(Duration.ofHours(1), Duration.ofDays(7))) {
      PublishPolicy.Request request =
          new PublishPolicy.Request(
              Bytes.utf8("/ipfs/bafkqaaik" + lifetime),
              lifetime,
              Duration.ZERO,
              OptionalLong.empty());
      publisher.publish(KEY, request, SECOND);
      now = now.plus(Duration.ofHours(4));
      IpnsRecord renewed = published(publisher.renew(KEY, SECOND)).record();
      assertThat(renewed.eol()).isEqualTo(now.plus(lifetime));
    }
    IpnsRecord last = published(publisher.renew(KEY, SECOND)).record();
    store.put(KEY.peerId(), last.bytes(), SECOND);
    assertThat(published(publisher.renew(KEY, SECOND)).record().eol()).isEqualTo(last.eol());
  }

  /** What the network was given while the store holds the record of an earlier backup. */
  private IpnsRecord givenSinceTheBackup(Bytes value, long sequence, Instant eol)
      throws InterruptedException {
    publish(ONE);
    IpnsRecord newer =
        IpnsRecords.create(
            KEY, new RecordContent(value, sequence, eol, Duration.ZERO), Compatibility.V1_AND_V2);
    routing.plant(RoutingKey.record(KEY.peerId()), newer.bytes());
    return newer;
  }

  private void assertNotRenewed(PublishOutcome why) throws InterruptedException {
    List<Bytes> before = List.copyOf(routing.at(RoutingKey.record(KEY.peerId())));
    Optional<Bytes> stored = store.find(KEY.peerId());
    assertThat(publisher.renew(KEY, SECOND)).isEqualTo(why);
    assertThat(routing.at(RoutingKey.record(KEY.peerId()))).isEqualTo(before);
    assertThat(store.find(KEY.peerId())).isEqualTo(stored);
  }

  @Test
  void doesNotRenewARecordFromABackupThatTheNetworkHasANewerOneOf() throws InterruptedException {
    assertNotRenewed(
        new PublishOutcome.Overtaken(givenSinceTheBackup(TWO, 1, now.plusSeconds(100))));
  }

  @Test
  void doesNotRenewBeforeANewerRecordThatIsExpired() throws InterruptedException {
    assertNotRenewed(
        new PublishOutcome.Overtaken(givenSinceTheBackup(TWO, 1, now.minusSeconds(100))));
  }

  @Test
  void doesNotRenewBesideAnotherValueOfTheSameSequence() throws InterruptedException {
    assertNotRenewed(
        new PublishOutcome.Overtaken(givenSinceTheBackup(TWO, 0, now.plus(Duration.ofDays(90)))));
  }

  @Test
  void renewsFromALaterSigningOfTheSameValue() throws InterruptedException {
    Instant later = now.plus(Duration.ofDays(90));
    givenSinceTheBackup(ONE, 0, later);
    assertThat(published(publisher.renew(KEY, SECOND)).record().eol()).isEqualTo(later);
  }

  @Test
  void doesNotRenewWhenNobodyCanBeAsked() throws InterruptedException {
    publish(ONE);
    routing.peers(0);
    assertNotRenewed(new PublishOutcome.NobodyAnswered());
  }

  @Test
  void countsOnFromARecordThatIsExpired() throws InterruptedException {
    givenSinceTheBackup(TWO, 41, now.minusSeconds(100));
    assertThat(publish(THREE).sequence()).isEqualTo(42);
  }

  @Test
  void putsARecordOfAShortLifetimeAgainBeforeItEnds() {
    RepublishSchedule schedule = new RepublishSchedule();
    schedule.succeeded(KEY.peerId(), now, Duration.ofHours(1));
    assertThat(schedule.next()).contains(now.plus(Duration.ofMinutes(30)));
    schedule.succeeded(KEY.peerId(), now, Duration.ofSeconds(10));
    assertThat(schedule.next()).contains(now.plus(RepublishSchedule.SHORTEST));
  }

  @Test
  void refusesToPublishOverARecordItCannotRead() throws InterruptedException {
    store.put(KEY.peerId(), Bytes.hex("ff"), SECOND);
    assertThat(publisher.publish(KEY, PublishPolicy.Request.of(ONE), SECOND))
        .isInstanceOf(PublishOutcome.LastUnreadable.class);
    assertThat(publisher.renew(KEY, SECOND)).isInstanceOf(PublishOutcome.LastUnreadable.class);
  }

  @Test
  void announcesTheKeyOfANameThatDoesNotCarryIt() throws InterruptedException {
    PrivateKey ecdsa = Keys.generate(KeyType.ECDSA, new Random(2));
    publisher.publish(ecdsa, PublishPolicy.Request.of(ONE), SECOND);
    assertThat(routing.at(RoutingKey.publicKey(ecdsa.peerId())))
        .containsExactly(ecdsa.publicKey().encode());
    publish(ONE);
    assertThat(routing.at(RoutingKey.publicKey(KEY.peerId()))).isEmpty();
  }

  @Test
  void schedulesAMinuteAfterTheStartThenEveryFourHoursAndSoonerAfterAFailure() {
    RepublishSchedule schedule = new RepublishSchedule();
    PeerId other = Keys.generate(KeyType.ED25519, new Random(3)).peerId();
    schedule.start(List.of(KEY.peerId()), now);
    assertThat(schedule.due(now.plusSeconds(59))).isEmpty();
    assertThat(schedule.next()).contains(now.plusSeconds(60));
    assertThat(schedule.due(now.plusSeconds(60))).containsExactly(KEY.peerId());
    schedule.succeeded(KEY.peerId(), now, PublishPolicy.DEFAULT_LIFETIME);
    schedule.failed(other, now);
    assertThat(schedule.next()).contains(now.plus(RepublishSchedule.RETRY));
    assertThat(schedule.due(now.plus(RepublishSchedule.INTERVAL)))
        .containsExactly(other, KEY.peerId());
    schedule.stop(other);
    assertThat(schedule.next(other)).isEmpty();
    assertThat(schedule.next(KEY.peerId())).contains(now.plus(RepublishSchedule.INTERVAL));
  }

  @Test
  void schedulesAsManyNamesAsTheLimitAndNotOneMore() {
    RepublishSchedule schedule = new RepublishSchedule();
    for (int i = 0; i < RepublishSchedule.MAX_NAMES; i++) {
      assertThat(schedule.succeeded(name(i), now, PublishPolicy.DEFAULT_LIFETIME)).isTrue();
    }
    assertThat(schedule.succeeded(name(RepublishSchedule.MAX_NAMES), now, SECOND)).isFalse();
    assertThat(schedule.failed(name(0), now)).isTrue();
  }

  private static PeerId name(int number) {
    return PeerId.of(
        org.trustnet.multiformats.Multihash.sha256(Bytes.utf8(Integer.toString(number))));
  }
}
