package org.trustnet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.list;
import static org.trustnet.trust.Samples.node;
import static org.trustnet.trust.model.TrustLevel.TRUSTED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.refresh.LookupRecords;
import org.trustnet.trust.refresh.RecordSummary;
import org.trustnet.trust.refresh.RecordValue;
import org.trustnet.trust.refresh.RefreshEvent;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.refresh.Sequences;

/** What a thief of a publisher's key, who can sign any number of records, cannot keep from us. */
final class StolenKeyTest {
  private static final Bytes REVOKED_BY_HAND = Bytes.utf8("{\"version\":9,\"revoked\":true}");

  /** The value of the revocation that this program writes, whose file nobody has here. */
  private static final Bytes REVOCATION = new World().host(TrustFileWriter.revocation());

  private final Holding acme = list("acme", TRUSTED, node("seed"));
  private final EntryKey key = acme.key();
  private final World world = new World(acme);
  private int decoys;

  @BeforeEach
  void following() {
    world.publish(key, 5, Samples.file(node("x")));
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
  }

  private Bytes decoyFile() {
    return TrustFileWriter.write(Samples.file(node("decoy" + decoys++)));
  }

  /** A record that says to end the name and whose file does not, better than any revocation. */
  private RecordSummary decoy() {
    return world.record(
        key, Sequences.LAST_REVOCATION, world.host(decoyFile()), Duration.ofDays(3_650));
  }

  private RecordSummary unreadable() {
    Bytes value = World.missing("unreadable" + decoys++);
    return world.record(key, Sequences.LAST_REVOCATION, value, Duration.ofDays(3_650));
  }

  private RecordSummary revokedByHand() {
    return world.record(key, Sequences.REVOCATION, world.host(REVOKED_BY_HAND));
  }

  private void push(RecordSummary record) {
    world.send(key, new RefreshEvent.Pushed(record));
  }

  private boolean revoked() {
    return world.flags(key).contains(EntryFlag.REVOKED);
  }

  /** Time passes, and the machine is woken when it asked for it or its refresh is due. */
  private void passAndWake(Duration duration) {
    world.pass(duration);
    world.send(key, new RefreshEvent.Due());
  }

  private Instant planned() {
    return world.life(key).nextRefresh().orElseThrow();
  }

  @Test
  void theRevocationThatThisProgramWritesRevokesAtOnceAndIsNotFetched() {
    push(decoy());
    push(decoy());
    int looks = world.looks;

    push(world.record(key, Sequences.REVOCATION, REVOCATION));

    assertThat(revoked()).isTrue();
    assertThat(world.looks).isEqualTo(looks);
  }

  @Test
  void anOldRevocationIsKnownWhenAllLooksOfTheDayAreSpent() {
    for (int i = 0; i < 5; i++) {
      push(world.record(key, 3, world.host(decoyFile())));
    }

    world.serve(key, world.record(key, 7, world.host(decoyFile())), oldRevocation());
    world.refresh(key);

    assertThat(revoked()).isTrue();
  }

  private RecordSummary oldRevocation() {
    return world.record(key, 2, REVOCATION, Duration.ofDays(-1));
  }

  @Test
  void betterDecoysDoNotKeepAPushedRevocationFromItsTurn() {
    push(decoy());
    for (int turn = 0; turn < 30 && !revoked(); turn++) {
      push(decoy());
      push(revokedByHand());
      push(decoy());
      passAndWake(Duration.ofMinutes(10));
    }
    assertThat(revoked()).isTrue();
  }

  @Test
  void waitingRecordsHoldOnlySoManyAndAreLookedAtOneByOne() {
    push(decoy());
    for (int i = 0; i < 1_000; i++) {
      push(decoy());
    }
    for (int turn = 0; turn < 20; turn++) {
      passAndWake(Duration.ofMinutes(10));
    }
    assertThat(world.looks).isEqualTo(1 + 8);
  }

  @Test
  void aLookupsRevocationIsReadHoweverManyDecoysComeBeforeIt() {
    assertThat(revokedBehind(List.of(decoy(), decoy(), decoy(), decoy(), decoy(), decoy())))
        .isTrue();
  }

  @Test
  void aLookupsRevocationIsReadHoweverManyUnreadableRecordsComeBeforeIt() {
    List<RecordSummary> first = new ArrayList<>();
    for (int i = 0; i < 63; i++) {
      first.add(unreadable());
    }
    assertThat(revokedBehind(first)).isTrue();
  }

  @Test
  void anyNumberOfBetterDecoysDoesNotHideTheRevocationThatThisProgramWrites() {
    List<RecordSummary> all = decoys(3 * LookupRecords.MAX);
    all.add(world.record(key, Sequences.REVOCATION, REVOCATION));
    world.serve(key, all.toArray(RecordSummary[]::new));
    world.refresh(key);
    assertThat(revoked()).isTrue();
  }

  @Test
  void anyNumberOfBetterDecoysKeepsAnotherRevocationFromItsTurnOnlyByChance() {
    List<RecordSummary> all = decoys(3 * LookupRecords.MAX);
    all.add(revokedByHand());
    world.serve(key, all.toArray(RecordSummary[]::new));
    for (int day = 0; day < 100 && !revoked(); day++) {
      world.refresh(key);
      world.pass(Duration.ofDays(1));
    }
    assertThat(revoked()).isTrue();
  }

  @Test
  void ofOneLookupsDecoysOnlySoManyAreLookedAt() {
    world.serve(key, decoys(3 * LookupRecords.MAX).toArray(RecordSummary[]::new));
    world.refresh(key);
    assertThat(world.looks).isEqualTo(LookupRecords.MAX);
  }

  @Test
  void decoysDoNotTakeTheRoomOfTheRecordThatIsToBeUsed() {
    List<RecordSummary> all = decoys(LookupRecords.MAX);
    all.add(world.publish(key, 6, Samples.file(node("y"))));
    world.serve(key, all.toArray(RecordSummary[]::new));
    world.refresh(key);
    assertThat(world.life(key).used()).contains(6L);
    assertThat(world.looks).isEqualTo(LookupRecords.MAX);
  }

  private List<RecordSummary> decoys(int number) {
    List<RecordSummary> made = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      made.add(decoy());
    }
    return made;
  }

  private boolean revokedBehind(List<RecordSummary> first) {
    List<RecordSummary> all = new ArrayList<>(first);
    all.add(revokedByHand());
    world.serve(key, all.toArray(RecordSummary[]::new));
    world.refresh(key);
    return revoked();
  }

  @Test
  void pushedUpdatesDoNotPutTheLookupOff() {
    Instant due = planned();
    for (long sequence = 6; sequence < 16; sequence++) {
      push(world.record(key, sequence, world.host(decoyFile())));
      world.pass(Duration.ofHours(1));
    }
    assertThat(world.life(key).used()).contains(15L);
    assertThat(planned()).isBeforeOrEqualTo(due);
  }

  @Test
  void pushedRecordsThatCannotBeFetchedOrReadDoNotPutTheLookupOff() {
    Instant due = planned();
    int lookups = world.lookups;
    for (long sequence = 6; world.lookups == lookups; sequence++) {
      assertThat(world.time.trust()).isBeforeOrEqualTo(due);
      push(world.record(key, sequence, World.missing("file" + sequence)));
      push(unreadable());
      Duration left = Duration.between(world.time.trust(), due);
      passAndWake(left.compareTo(Duration.ofHours(1)) < 0 ? left : Duration.ofHours(1));
    }
  }

  @Test
  void anUnreadableRecordBesideAGoodListIsLookedForLessAndLessOften() {
    TrustFile list = Samples.file(node("x"));
    world.publish(key, 5, list);
    RecordSummary good = world.records.values().iterator().next().getFirst();
    world.serve(key, unreadable(), good);
    for (int i = 0; i < 12; i++) {
      world.refresh(key);
    }
    assertThat(world.wake).isGreaterThanOrEqualTo(Duration.ofHours(6));
  }

  @Test
  void aDecoyThatIsReadDoesNotLiftTheWithholdingOfAnEarlierRun() {
    world.serve(key, world.record(key, Sequences.REVOCATION, World.missing("revocation")));
    world.refresh(key);
    world.restart(world.wall);

    push(decoy());
    assertThat(world.looks).isEqualTo(2);
    assertThat(world.snapshot.withheld(key, world.now())).isTrue();

    world.publish(key, 5, Samples.file(node("x")));
    world.refresh(key);
    passAndWake(Duration.ofMinutes(10));
    push(decoy());
    assertThat(world.snapshot.withheld(key, world.now()))
        .as("the network has no other such record any more")
        .isFalse();
  }

  @Test
  void aListIsWithheldAlsoIfTheFileWasAskedForAlreadyForAnOlderRecordOfTheSameValue() {
    Bytes hidden = World.missing("hidden");
    RecordSummary older = world.record(key, 3, hidden);
    world.looksHang = true;
    push(older);
    push(world.record(key, Sequences.REVOCATION, hidden));
    assertThat(world.looks).isEqualTo(1);

    world.looksHang = false;
    world.send(key, new RefreshEvent.Inspected(older, Optional.empty()));
    assertThat(withheld()).isTrue();

    passAndWake(Duration.ofDays(1));
    assertThat(world.looks).as("it is looked at again").isEqualTo(2);
    world.content.put(RecordValue.parse(hidden).orElseThrow().cid(), REVOKED_BY_HAND);
    passAndWake(Duration.ofDays(1));
    assertThat(revoked()).isTrue();
  }

  @Test
  void aFileThatWasReadForAnOlderRecordOfTheSameValueWithholdsNothing() {
    Bytes file = decoyFile();
    Bytes value = world.host(file);
    RecordSummary older = world.record(key, 3, value);
    world.looksHang = true;
    push(older);
    push(world.record(key, Sequences.REVOCATION, value));
    world.send(key, new RefreshEvent.Inspected(older, Optional.of(file)));

    world.looksHang = false;
    passAndWake(Duration.ofDays(1));
    assertThat(withheld()).isFalse();
    assertThat(world.looks).isEqualTo(1);
  }

  @Test
  void aRecordThatIsGoneWithholdsAListOfALaterRunUntilALookupWasAnsweredWithoutIt() {
    push(unreadable());
    world.publish(key, 6, Samples.file(node("y")));
    world.refresh(key);
    assertThat(withheld()).as("this run knows the record").isTrue();

    world.restart(world.wall);
    push(world.record(key, 7, world.host(decoyFile())));
    assertThat(world.life(key).used()).contains(7L);
    assertThat(withheld()).as("nobody was asked yet").isTrue();

    world.keepsRecords = true;
    world.peersAnswer = false;
    world.publish(key, 8, Samples.file(node("z")));
    world.refresh(key);
    assertThat(world.life(key).used()).contains(8L);
    assertThat(withheld()).as("nobody answered").isTrue();

    world.peersAnswer = true;
    world.refresh(key);
    assertThat(withheld()).isFalse();
  }

  @Test
  void aLaterRunsLookupThatBringsTheRecordAgainLeavesTheListWithheld() {
    RecordSummary reserved = unreadable();
    push(reserved);
    world.restart(world.wall);
    world.serve(key, reserved, world.publish(key, 6, Samples.file(node("y"))));
    world.refresh(key);
    assertThat(world.life(key).used()).contains(6L);
    assertThat(withheld()).isTrue();
  }

  @Test
  void resettingTheFloorEndsTheWithholdingUntilTheRecordIsFoundAgain() {
    RecordSummary reserved = unreadable();
    push(reserved);
    Change reset = EntryCommands.of(world.book(), "acme").orElseThrow().resetFloor();
    assertThat(((Change.Done) reset).consent()).isEqualTo(Change.Consent.KEY_RETYPED);
    world.does(reset);
    assertThat(withheld()).isFalse();

    int looks = world.looks;
    world.publish(key, 6, Samples.file(node("y")));
    world.refresh(key);
    assertThat(world.looks).as("it is not looked at again").isEqualTo(looks);
    assertThat(withheld()).isFalse();
    assertThat(world.flags(key)).doesNotContain(EntryFlag.BEHIND);

    world.serve(key, reserved);
    world.refresh(key);
    assertThat(withheld()).isTrue();
  }

  private boolean withheld() {
    return world.snapshot.withheld(key, world.now());
  }

  @Test
  void aNodeThatStartsWithAnUnreadableRecordLooksAtOnce() {
    world.serve(key, world.record(key, Sequences.REVOCATION, World.missing("revocation")));
    for (int i = 0; i < 8; i++) {
      world.refresh(key);
    }
    world.restart(world.wall);
    world.send(key, new RefreshEvent.Started());
    assertThat(world.wake).isZero();
  }
}
