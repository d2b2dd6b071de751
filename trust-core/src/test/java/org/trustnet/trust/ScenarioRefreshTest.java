package org.trustnet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.list;
import static org.trustnet.trust.Samples.node;
import static org.trustnet.trust.Samples.peer;
import static org.trustnet.trust.Samples.plus;
import static org.trustnet.trust.model.TrustFunction.BOOTSTRAP;
import static org.trustnet.trust.model.TrustFunction.OFFER_RELAY;
import static org.trustnet.trust.model.TrustLevel.ADVANCED;
import static org.trustnet.trust.model.TrustLevel.TRUSTED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.command.AddCommands;
import org.trustnet.trust.command.AddOptions;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.EntryCommands;
import org.trustnet.trust.command.PolicyCommands;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.life.EntryState;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.refresh.ClockRound;
import org.trustnet.trust.refresh.RecordSummary;
import org.trustnet.trust.refresh.RefreshEvent;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.refresh.Sequences;
import org.trustnet.trust.store.NameRecord;

/** The golden table, rows about following a publisher. */
final class ScenarioRefreshTest {
  private static final Bytes REVOCATION = TrustFileWriter.revocation();

  /** One that must be read to be known: its hash is not that of the file which we write. */
  private static final Bytes REVOKED_BY_HAND = Bytes.utf8("{\"revoked\":true}");

  private static final TrustFile X = Samples.file(node("x"));
  private static final TrustFile Y = Samples.file(node("y"));

  private final Holding acme = list("acme", TRUSTED, node("seed"));
  private final EntryKey key = acme.key();
  private final World world = new World(acme);

  private static final List<TrustFunction> WITHHELD =
      List.of(
          OFFER_RELAY,
          TrustFunction.REMOTE_RESOLVE_IPNS,
          TrustFunction.REMOTE_PUT_DHT,
          TrustFunction.REMOTE_FETCH_DHT,
          TrustFunction.REMOTE_FETCH_CID);

  /** The world after file X was fetched with sequence {@code sequence}. */
  private RecordSummary following(long sequence) {
    RecordSummary record = world.publish(key, sequence, X);
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
    return record;
  }

  private static RefreshOutcome.Refused refused(RefreshOutcome outcome) {
    assertThat(outcome).isInstanceOf(RefreshOutcome.Refused.class);
    return (RefreshOutcome.Refused) outcome;
  }

  private long floor() {
    return world.name(key).floor().orElseThrow().sequence();
  }

  private void assertRevoked() {
    assertThat(world.flags(key)).contains(EntryFlag.REVOKED);
    assertThat(world.name(key).mark()).isEqualTo(NameRecord.Mark.REVOKED);
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(world.allows("seed", BOOTSTRAP)).isFalse();
  }

  @Test
  void row16AShortLivedRecordWithoutSuccessorIsFrozenFromTheNextLookupOn() {
    world.serve(
        key, world.record(key, 2, world.host(TrustFileWriter.write(X)), Duration.ofHours(12)));
    world.refresh(key);
    assertThat(world.flags(key)).doesNotContain(EntryFlag.FROZEN);
    world.pass(Duration.ofHours(24));
    world.refresh(key);
    assertThat(world.flags(key)).contains(EntryFlag.FROZEN);
    assertThat(world.life(key).alarms().frozen()).contains(world.time.trust());
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted, stale, frozen, 24 h old): gives it");
  }

  @Test
  void anExpiredRecordIsRefusedUnlessThereIsANewerOne() {
    RecordSummary expired =
        world.record(key, 3, world.host(TrustFileWriter.write(X)), Duration.ofHours(-1));
    RecordSummary signedAgain = world.record(key, 3, world.host(TrustFileWriter.write(X)));
    world.serve(key, expired, signedAgain);
    world.refresh(key);
    world.serve(key, expired, world.record(key, 4, world.host(TrustFileWriter.write(Y))));
    world.refresh(key);
    assertThat(world.life(key).used()).contains(4L);
    assertThat(world.refused(RefusalReason.EXPIRED)).isZero();
    world.serve(key, expired);
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.EXPIRED);
    assertThat(world.refused(RefusalReason.EXPIRED)).isEqualTo(1);
  }

  @Test
  void row17AnEntryFrozenForEightDaysGivesOnlyWhatWeRelyOn() {
    Holding advanced = list("adv", ADVANCED, plus(OFFER_RELAY), node("x"));
    World other = new World(advanced);
    other.pass(Duration.ofDays(3));
    other.refresh(advanced.key());
    assertThat(other.flags(advanced.key())).contains(EntryFlag.FROZEN);
    other.pass(Duration.ofDays(6));
    assertThat(other.allows("x", OFFER_RELAY)).isTrue();
    assertThat(other.story("x", OFFER_RELAY))
        .contains("adv (advanced, stale, frozen, 216 h old): gives it; its +");
    other.pass(Duration.ofDays(2));
    assertThat(other.allows("x", BOOTSTRAP)).isTrue();
    assertThat(other.story("x", BOOTSTRAP))
        .contains("adv (advanced, stale, frozen, withheld, 264 h old): gives it");
    for (TrustFunction denied : WITHHELD) {
      for (Side side : Side.values()) {
        assertThat(other.snapshot.allows(peer("x"), denied, side, other.now()))
            .as("%s, %s", denied, side)
            .isFalse();
      }
      assertThat(other.story("x", denied))
          .contains("adv (advanced, stale, frozen, withheld, 264 h old): ")
          .contains("does not give it: withheld, only what we rely on");
    }
    assertThat(other.snapshot.redistributes(advanced.key(), other.now())).isFalse();
    other.publish(advanced.key(), 2, X);
    other.refresh(advanced.key());
    assertThat(other.allows("x", OFFER_RELAY)).isTrue();
  }

  @Test
  void row32ARevokedKeyIsRefusedForEver() {
    world.serve(key, world.record(key, 5, world.host(REVOCATION)));
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Revoked.class);
    assertRevoked();
    assertThat(world.story("seed", BOOTSTRAP))
        .contains("acme (trusted, fresh, revoked, 0 min old): does not count: its key is revoked");
    world.publish(key, 6, X);
    RefreshOutcome.Refused clean = refused(world.refresh(key));
    assertThat(clean.reason()).isEqualTo(RefusalReason.REVOKED);
    assertThat(clean.text()).isEqualTo("the key has been revoked");
    assertThat(world.story("seed", BOOTSTRAP)).contains("does not count: its key is revoked");
    world.does(new AddCommands(world.book()).remove(world.holding(key)));
    assertThat(world.story("seed", BOOTSTRAP)).contains("no entry names");
    Change again =
        new AddCommands(world.book()).name(peer("publisher of acme"), AddOptions.at(TRUSTED));
    assertThat(again).isInstanceOf(Change.Refused.class).asString().contains("revoked");
  }

  @Test
  void row33ARevocationBelowTheFloorIsAccepted() {
    following(100);
    world.serve(key, world.record(key, 3, world.host(REVOKED_BY_HAND)));
    world.refresh(key);
    assertRevoked();
    assertThat(floor()).isEqualTo(100);
    assertThat(world.story("x", BOOTSTRAP)).contains("its key is revoked");
  }

  @Test
  void row34TheHighestSequenceIsNeverUsedButItsFileIsLookedAt() {
    following(7);
    world.serve(
        key,
        world.record(key, Sequences.LAST_REVOCATION, world.host(TrustFileWriter.write(Y))),
        world.record(key, 7, world.host(TrustFileWriter.write(X))));
    world.refresh(key);
    assertThat(world.looks).isEqualTo(1);
    assertThat(floor()).isEqualTo(7);
    assertThat(world.allows("y", BOOTSTRAP)).isFalse();
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.snapshot.withheld(key, world.now())).isFalse();
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
    assertThat(world.story("y", BOOTSTRAP)).contains("no entry names");
    world.malformed = 1;
    world.serve(key, world.record(key, Sequences.LAST_REVOCATION, world.host(REVOKED_BY_HAND)));
    world.refresh(key);
    assertThat(world.refused(RefusalReason.MALFORMED)).isEqualTo(1);
    assertRevoked();
    assertThat(world.story("x", BOOTSTRAP)).contains("its key is revoked");
  }

  @Test
  void row35AFastForwardIsRefusedAndMovesNoFloor() {
    following(7);
    world.serve(
        key,
        world.record(key, Long.MAX_VALUE - 1, world.host(TrustFileWriter.write(Y))),
        world.record(key, 7, world.host(TrustFileWriter.write(X))));
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Unchanged.class);
    assertThat(world.refused(RefusalReason.FAST_FORWARD)).isEqualTo(1);
    assertThat(floor()).isEqualTo(7);
    assertThat(world.allows("y", BOOTSTRAP)).isFalse();
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
    assertThat(world.story("y", BOOTSTRAP)).contains("no entry names");
    world.publish(key, Sequences.HIGHEST, Y);
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
    world.publish(key, Sequences.HIGHEST + 1, X);
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.FAST_FORWARD);
  }

  @Test
  void aRecordThatOnlyWeOurselvesKeepConfirmsNothing() {
    following(7);
    world.keepsRecords = true;
    Instant fetched = world.life(key).fetched().orElseThrow();
    world.pass(Duration.ofHours(25));
    world.publish(key, 7, X);
    world.peersAnswer = false;
    assertThat(world.refresh(key)).isEqualTo(new RefreshOutcome.NothingFound("no peer answered"));
    assertThat(world.life(key).fetched()).contains(fetched);
    assertThat(world.life(key).lastError()).contains("no peer answered");
    world.peersAnswer = true;
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Unchanged.class);
    assertThat(world.life(key).fetched()).contains(world.time.trust());
  }

  @Test
  void row36AReSigningIsRoutineAndKeepsTheLaterEol() {
    RecordSummary first = following(7);
    world.pass(Duration.ofHours(25));
    RecordSummary later = world.publish(key, 7, X);
    assertThat(later.eol()).isAfter(first.eol());
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Unchanged.class);
    assertThat(world.life(key).eol()).contains(later.eol());
    assertThat(world.life(key).fetched()).contains(world.time.trust());
    assertThat(world.flags(key)).isEmpty();
    assertThat(world.store.refusals(10)).isEmpty();
    world.serve(key, first);
    world.refresh(key);
    assertThat(world.life(key).eol()).contains(later.eol());
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
  }

  @Test
  void row37AnotherValueWithTheSameSequenceIsEquivocationUntilAHigherOne() {
    following(7);
    world.publish(key, 7, Y);
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.EQUIVOCATION);
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.allows("y", BOOTSTRAP)).isFalse();
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
    assertThat(world.story("y", BOOTSTRAP)).contains("no entry names");
    assertThat(world.life(key).lastError()).contains("equivocation: another value with sequence 7");
    world.publish(key, 8, Y);
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
    assertThat(world.allows("y", BOOTSTRAP)).isTrue();
    assertThat(world.story("y", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
    assertThat(world.life(key).lastError()).isEmpty();
  }

  @Test
  void row38ANewRecordWhoseFileCannotBeHadLeavesTheCachedFileBehind() {
    following(7);
    Instant fetched = world.life(key).fetched().orElseThrow();
    world.pass(Duration.ofHours(25));
    world.serve(key, world.record(key, 9, World.missing("nowhere")));
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.UNFETCHABLE);
    assertThat(world.flags(key)).contains(EntryFlag.BEHIND);
    assertThat(floor()).isEqualTo(9);
    assertThat(world.life(key).fetched()).contains(fetched);
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted, stale, behind, 25 h old): gives it");
    assertThat(world.life(key).lastError()).contains("unfetchable: nobody has it");
    assertThat(world.wake).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(66));
    world.serve(key, world.record(key, 9, world.host(Bytes.utf8("{\"entities\":7}"))));
    world.serve(key, world.record(key, 10, world.host(Bytes.utf8("{\"entities\":7}"))));
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.BAD_SCHEMA);
    assertThat(floor()).isEqualTo(10);
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted, stale, behind, 25 h old): gives it");
    world.publish(key, 11, Y);
    world.refresh(key);
    assertThat(world.flags(key)).doesNotContain(EntryFlag.BEHIND);
    assertThat(world.story("y", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
  }

  @Test
  void row39OlderRecordsAmongTheAnswersAreIgnored() {
    RecordSummary seven = following(7);
    RecordSummary eight = world.record(key, 8, world.host(TrustFileWriter.write(Y)));
    List<RecordSummary> answers = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      answers.add(seven);
    }
    answers.add(eight);
    world.serve(key, answers.toArray(RecordSummary[]::new));
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
    assertThat(world.store.refusals(10)).isEmpty();
    assertThat(world.flags(key)).isEmpty();
    assertThat(world.looks).isZero();
    assertThat(world.story("y", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
  }

  @Test
  void row40ReAddingAnEntryNeverLowersItsFloor() {
    RecordSummary seven = following(7);
    world.does(new AddCommands(world.book()).remove(world.holding(key)));
    PeerId name = peer("publisher of acme");
    world.does(new AddCommands(world.book()).name(name, AddOptions.at(TRUSTED).labelled("acme")));
    world.restart(world.wall);
    world.serve(
        key,
        RecordSummary.of(name, 6, world.host(TrustFileWriter.write(Y)), seven.eol(), seven.ttl()));
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.ROLLBACK);
    assertThat(world.life(key).lastError()).contains("rollback: sequence 6, seen 7");
    world.publish(key, 7, Y);
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.EQUIVOCATION);
    assertThat(world.life(key).lastError()).contains("equivocation: another value with sequence 7");
    assertThat(world.story("x", BOOTSTRAP)).contains("no entry names");
    assertThat(world.story("y", BOOTSTRAP)).contains("no entry names");
    world.serve(key, seven);
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
    assertThat(floor()).isEqualTo(7);
  }

  @Test
  void row55AnUnknownVersionOrAnIpnsValueIsRefusedAndTheCachedFileStays() {
    following(7);
    world.serve(
        key, world.record(key, 8, world.host(Bytes.utf8("{\"version\":2,\"entities\":[]}"))));
    RefreshOutcome.Refused version = refused(world.refresh(key));
    assertThat(version.reason()).isEqualTo(RefusalReason.UNSUPPORTED_VERSION);
    assertThat(version.text()).contains("version");
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    world.serve(key, world.record(key, 9, Bytes.utf8("/ipns/" + peer("y").toName())));
    RefreshOutcome.Refused value = refused(world.refresh(key));
    assertThat(value.reason()).isEqualTo(RefusalReason.BAD_VALUE);
    assertThat(value.text()).contains("its value is not /ipfs/<cid>");
    assertThat(world.life(key).lastError()).contains("bad-value: its value is not /ipfs/<cid>");
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
    assertThat(world.flags(key)).contains(EntryFlag.BEHIND);
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted, fresh, behind, 0 min old): gives it");
  }

  private static TrustFile nodes(String prefix, int from, int to) {
    List<String> names = new ArrayList<>();
    for (int i = from; i < to; i++) {
      names.add(prefix + i);
    }
    return Samples.fileOf(names);
  }

  private static TrustFile join(TrustFile a, TrustFile b) {
    List<TrustFile.Entity> entities = new ArrayList<>(a.entities());
    entities.addAll(b.entities());
    return new TrustFile("", List.of(), entities);
  }

  @Test
  void row56AnUpdateThatReplacesMostOfAListIsHeld() {
    Holding ten =
        Holding.of(
            Samples.entry("ten", TRUSTED, Overrides.NONE), Samples.cached(nodes("n", 0, 10)));
    World guarded = new World(ten);
    guarded.pass(Duration.ofDays(5));
    guarded.publish(ten.key(), 2, join(nodes("n", 0, 1), nodes("m", 0, 9)));
    RefreshOutcome.Updated first = (RefreshOutcome.Updated) guarded.refresh(ten.key());
    assertThat(first.held()).isTrue();
    assertThat(guarded.flags(ten.key())).contains(EntryFlag.HELD);
    assertThat(guarded.allows("n0", BOOTSTRAP)).isTrue();
    assertThat(guarded.allows("n1", BOOTSTRAP)).isFalse();
    assertThat(guarded.allows("m0", BOOTSTRAP)).isFalse();
    assertThat(guarded.story("n0", BOOTSTRAP))
        .contains("ten (trusted, fresh, held, 0 min old): gives it");
    assertThat(guarded.story("n1", BOOTSTRAP)).contains("no entry names");
    assertThat(guarded.story("m0", BOOTSTRAP))
        .contains("ten (trusted, fresh, held, 0 min old): ")
        .contains("does not count yet: the node is held by the update guard");
    guarded.pass(Duration.ofHours(1));
    guarded.publish(ten.key(), 3, nodes("m", 0, 10));
    assertThat(((RefreshOutcome.Updated) guarded.refresh(ten.key())).held()).isTrue();
    assertThat(guarded.allows("n0", BOOTSTRAP)).isFalse();
    assertThat(guarded.story("n0", BOOTSTRAP)).contains("no entry names");
    guarded.pass(Duration.ofHours(47));
    assertThat(guarded.allows("m0", BOOTSTRAP)).isTrue();
    assertThat(guarded.story("m0", BOOTSTRAP)).contains(", held, 47 h old): gives it");
    assertThat(guarded.allows("m9", BOOTSTRAP)).isFalse();
    assertThat(guarded.story("m9", BOOTSTRAP)).contains("held by the update guard");
    guarded.does(EntryCommands.of(guarded.book(), "ten").orElseThrow().accept());
    assertThat(guarded.allows("m9", BOOTSTRAP)).isTrue();
    assertThat(guarded.flags(ten.key())).doesNotContain(EntryFlag.HELD);
    assertThat(guarded.story("m9", BOOTSTRAP)).contains("ten (trusted, stale, 47 h old): gives it");
  }

  @Test
  void row60AKillBetweenSeenAndCommitLeavesTheEntryBehindAndNeverGoesBack() {
    RecordSummary seven = following(7);
    world.diesAfterSeen = true;
    world.publish(key, 8, Y);
    world.refresh(key);
    assertThat(floor()).isEqualTo(8);
    assertThat(world.life(key).used()).contains(7L);
    world.diesAfterSeen = false;
    world.restart(world.wall);
    world.send(key, new RefreshEvent.Started());
    assertThat(world.flags(key)).contains(EntryFlag.BEHIND);
    assertThat(world.wake).isZero();
    world.serve(key, seven);
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.ROLLBACK);
    assertThat(world.flags(key)).contains(EntryFlag.BEHIND);
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted, fresh, behind, 0 min old): gives it");
    assertThat(world.story("y", BOOTSTRAP)).contains("no entry names");
    world.publish(key, 8, Y);
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
    assertThat(world.flags(key)).isEmpty();
    assertThat(world.allows("y", BOOTSTRAP)).isTrue();
    assertThat(world.story("y", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
  }

  @Test
  void row61AnUnreadableFileOfAReservedSequenceWithholdsAtOnce() {
    Holding advanced = list("adv", ADVANCED, node("x"));
    World other = new World(advanced);
    Bytes value = World.missing("revocation");
    other.serve(advanced.key(), other.record(advanced.key(), Sequences.REVOCATION, value));
    other.refresh(advanced.key());
    assertThat(other.flags(advanced.key())).contains(EntryFlag.BEHIND);
    assertThat(other.snapshot.withheld(advanced.key(), other.now())).isTrue();
    assertThat(other.allows("x", OFFER_RELAY)).isFalse();
    assertThat(other.allows("x", BOOTSTRAP)).isTrue();
    assertThat(other.story("x", OFFER_RELAY))
        .contains("adv (advanced, fresh, behind, withheld, 0 min old): ")
        .contains("does not give it: withheld, only what we rely on");
    assertThat(other.story("x", BOOTSTRAP))
        .contains("adv (advanced, fresh, behind, withheld, 0 min old): gives it");
    assertThat(other.name(advanced.key()).floor()).isEmpty();
  }

  @Test
  void row61WithholdsOnWhenTheFileOfAnotherReservedRecordIsReadInVain() {
    following(1);
    world.serve(key, world.record(key, Sequences.REVOCATION, World.missing("revocation")));
    world.refresh(key);
    assertThat(world.snapshot.withheld(key, world.now())).isTrue();

    int looks = world.looks;
    pushReserved(Sequences.LAST_REVOCATION, TrustFileWriter.write(Y));

    assertThat(world.looks).as("it was read").isEqualTo(looks + 1);
    assertThat(world.snapshot.withheld(key, world.now())).isTrue();
    assertThat(world.story("x", BOOTSTRAP))
        .contains("acme (trusted, fresh, behind, withheld, 0 min old): gives it");
  }

  @Test
  void row62AnyFileThatSaysRevokedRevokes() {
    world.serve(
        key, world.record(key, 5, world.host(Bytes.utf8("{\"version\":9,\"revoked\":true}"))));
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Revoked.class);
    assertRevoked();
    assertThat(world.story("seed", BOOTSTRAP)).contains("its key is revoked");
  }

  @Test
  void row50AfterFourteenMonthsOffTheOldNodesAreUsedForTheRefreshThatJudgesThem() {
    Holding gone = list("gone", TRUSTED, node("old"));
    World off = new World(acme, gone);
    off.restart(Samples.after(Duration.ofDays(426)));
    assertThat(off.time.gapOpen()).isTrue();
    assertThat(off.allows("seed", BOOTSTRAP)).isTrue();
    assertThat(off.story("seed", BOOTSTRAP)).contains("acme (trusted, stale, 720 h old): gives it");

    off.publish(key, 2, X);
    assertThat(off.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);

    assertThat(off.time.gapOpen()).isFalse();
    assertThat(off.time.trust()).isEqualTo(off.wall);
    assertThat(off.life(key).fetched()).contains(off.wall);
    assertThat(off.story("x", BOOTSTRAP)).contains("acme (trusted, fresh, 0 min old): gives it");
    assertThat(off.story("seed", BOOTSTRAP)).contains("no entry names");
    assertThat(off.story("old", BOOTSTRAP))
        .contains("gone (trusted, expired, 10224 h old): gives it");
    assertThat(off.story("old", TrustFunction.AUTONAT))
        .contains("does not give it: over-age and not looked up yet, bootstrap only");

    off.refresh(gone.key());

    assertThat(off.allows("old", BOOTSTRAP)).isFalse();
    assertThat(off.story("old", BOOTSTRAP))
        .contains("gone (trusted, expired, frozen, 10224 h old): ")
        .contains("does not count: its file is older than cache-lifetime");
  }

  @Test
  void anOverAgeFileGivesBootstrapOnlyUntilALookupOfThisRunIsAnswered() {
    world.pass(Duration.ofDays(434)).restart(world.wall);
    assertThat(EntryState.of(world.holding(key), world.time.trust())).isEqualTo(EntryState.EXPIRED);
    assertThat(world.allows("seed", BOOTSTRAP)).isTrue();
    assertThat(world.allows("seed", TrustFunction.AUTONAT)).isFalse();
    assertThat(world.story("seed", TrustFunction.AUTONAT)).contains("over-age");
    world.peersAnswer = false;
    world.refresh(key);
    assertThat(world.allows("seed", BOOTSTRAP)).isTrue();
    world.peersAnswer = true;
    world.refresh(key);
    assertThat(world.allows("seed", BOOTSTRAP)).isFalse();
    world.publish(key, 2, X);
    world.refresh(key);
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
  }

  @Test
  void pushedRecordsAreTakenAtMostOnceInTenMinutesAndTwentyFourADay() {
    following(1);
    long sequence = 2;
    int taken = 0;
    for (int minute = 0; minute < 24 * 60; minute++) {
      int before = world.fetches;
      world.send(
          key,
          new RefreshEvent.Pushed(
              world.record(key, sequence++, world.host(TrustFileWriter.write(nodes("p", 0, 1))))));
      taken += world.fetches - before;
      world.pass(Duration.ofMinutes(1));
    }
    assertThat(taken).isEqualTo(24);
  }

  @Test
  void theNewestPushedRecordWaitsForItsTurn() {
    following(1);
    for (long sequence = 2; sequence <= 4; sequence++) {
      world.send(
          key,
          new RefreshEvent.Pushed(
              world.record(
                  key, sequence, world.host(TrustFileWriter.write(nodes("p" + sequence, 0, 1))))));
    }
    assertThat(world.life(key).used()).contains(2L);
    assertThat(world.wake).isEqualTo(Duration.ofMinutes(10));
    world.pass(Duration.ofMinutes(10));
    world.send(key, new RefreshEvent.Due());
    assertThat(world.life(key).used()).contains(4L);
  }

  /** A record is pushed and the machine woken while a refresh looks for the name's record. */
  private void refreshWhilePushed(RecordSummary pushed) {
    world.duringLookup =
        () -> {
          world.duringLookup = () -> {};
          world.send(key, new RefreshEvent.Pushed(pushed));
          world.send(key, new RefreshEvent.Due());
        };
    world.refresh(key);
  }

  @Test
  void aPushedRecordWaitsForTheLookupThatIsUnderWay() {
    following(7);
    refreshWhilePushed(world.record(key, 8, world.host(TrustFileWriter.write(Y))));

    assertThat(world.outcomes.getLast()).isInstanceOf(RefreshOutcome.Unchanged.class);
    assertThat(world.life(key).used()).contains(7L);
    assertThat(world.store.refusals(10)).as("nobody went back").isEmpty();
    assertThat(world.wake).isZero();
    world.send(key, new RefreshEvent.Due());
    assertThat(world.life(key).used()).contains(8L);
  }

  @Test
  void aPushedRecordThatALookupOvertookIsNoRollback() {
    following(7);
    world.publish(key, 9, X);
    refreshWhilePushed(world.record(key, 8, world.host(TrustFileWriter.write(Y))));
    world.send(key, new RefreshEvent.Due());

    assertThat(world.life(key).used()).contains(9L);
    assertThat(world.store.refusals(10)).isEmpty();
    assertThat(world.wake).as("it goes on as planned").isGreaterThan(Duration.ofHours(20));
  }

  @Test
  void aPushedRecordWithTheSequenceThatALookupBroughtAndAnotherValueIsEquivocation() {
    following(7);
    world.publish(key, 8, X);
    refreshWhilePushed(world.record(key, 8, world.host(TrustFileWriter.write(Y))));
    world.send(key, new RefreshEvent.Due());

    assertThat(world.allows("y", BOOTSTRAP)).isFalse();
    assertThat(world.refused(RefusalReason.EQUIVOCATION)).isEqualTo(1);
  }

  @Test
  void aPushedRevocationDoesNotWait() {
    following(1);
    world.send(
        key, new RefreshEvent.Pushed(world.record(key, 2, world.host(TrustFileWriter.write(Y)))));
    world.send(
        key,
        new RefreshEvent.Pushed(
            world.record(key, Sequences.REVOCATION, world.host(REVOKED_BY_HAND))));
    assertRevoked();
  }

  @Test
  void aRevocationInAFolderThatIsKnownIsRead() {
    world.serve(key, world.record(key, 7, world.host("D", "list.json", TrustFileWriter.write(X))));
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
    world.serve(
        key,
        world.record(
            key, Sequences.REVOCATION, world.host("D", "decoy.json", TrustFileWriter.write(Y))));
    world.refresh(key);
    assertThat(world.looks).isEqualTo(1);
    world.refresh(key);
    assertThat(world.looks).as("each path once").isEqualTo(1);
    world.serve(
        key, world.record(key, Sequences.REVOCATION, world.host("D", "revoked.json", REVOCATION)));
    world.refresh(key);
    assertRevoked();
  }

  @Test
  void aLowerRecordInTheFolderOfTheFileInUseIsLookedAt() {
    world.serve(key, world.record(key, 7, world.host("D", "list.json", TrustFileWriter.write(X))));
    world.refresh(key);
    world.serve(key, world.record(key, 3, world.host("D", "revoked.json", REVOCATION)));
    world.refresh(key);
    assertRevoked();
  }

  private void pushReserved(long sequence, Bytes file) {
    world.send(key, new RefreshEvent.Pushed(world.record(key, sequence, world.host(file))));
  }

  @Test
  void pushedReservedRecordsMakeUsFetchOnceInTenMinutes() {
    following(1);
    for (int minute = 0; minute < 60; minute++) {
      for (int i = 0; i < 10; i++) {
        pushReserved(
            Sequences.REVOCATION, TrustFileWriter.write(nodes("decoy" + minute + "of" + i, 0, 1)));
      }
      assertThat(world.looks).isEqualTo(1 + minute / 10);
      assertThat(world.wake).isEqualTo(Duration.ofMinutes(10 - minute % 10));
      world.pass(Duration.ofMinutes(1));
      if (minute % 10 == 9) {
        int lookups = world.lookups;
        world.send(key, new RefreshEvent.Due());
        assertThat(world.lookups).as("it was not due itself").isEqualTo(lookups);
      }
    }
    assertThat(world.looks).isEqualTo(7);
  }

  @Test
  void theBestPushedReservedRecordWaitsAndRevokesWhenItsTurnComes() {
    following(1);
    pushReserved(Sequences.REVOCATION, TrustFileWriter.write(X));
    pushReserved(Sequences.REVOCATION, TrustFileWriter.write(Y));
    pushReserved(Sequences.LAST_REVOCATION, REVOKED_BY_HAND);
    pushReserved(Sequences.REVOCATION, TrustFileWriter.write(nodes("decoy", 0, 1)));
    assertThat(world.flags(key)).doesNotContain(EntryFlag.REVOKED);
    world.pass(Duration.ofMinutes(10));
    world.send(key, new RefreshEvent.Due());
    assertRevoked();
  }

  @Test
  void aLookupReadsAReservedRecordWhileAPushedOneWaits() {
    following(1);
    pushReserved(Sequences.REVOCATION, TrustFileWriter.write(Y));
    pushReserved(Sequences.REVOCATION, TrustFileWriter.write(nodes("decoy", 0, 1)));
    world.serve(key, world.record(key, Sequences.REVOCATION, world.host(REVOKED_BY_HAND)));
    world.refresh(key);
    assertRevoked();
  }

  private void pushOld(RecordSummary old, int times) {
    for (int i = 0; i < times; i++) {
      world.send(key, new RefreshEvent.Pushed(old));
    }
  }

  @Test
  void aReplayedRecordIsRefusedInWritingAtOnceAndThenOnlyCountedForAnHour() {
    RecordSummary old = following(7);
    world.publish(key, 8, Y);
    world.refresh(key);
    int before = world.commits;

    pushOld(old, 1_000);

    assertThat(world.commits).isEqualTo(before + 1);
    assertThat(world.refused(RefusalReason.ROLLBACK)).isEqualTo(1);
    world.pass(Duration.ofHours(1).minusMillis(1));
    pushOld(old, 1);
    assertThat(world.commits).isEqualTo(before + 1);
    world.pass(Duration.ofMillis(1));
    pushOld(old, 1);
    assertThat(world.commits).isEqualTo(before + 2);
    assertThat(world.refused(RefusalReason.ROLLBACK)).isEqualTo(1_002);
  }

  @Test
  void refusalsThatAreOnlyCountedAreWrittenWithTheNextRefreshOrWhenTheProgramStops() {
    RecordSummary old = following(7);
    world.publish(key, 8, Y);
    world.refresh(key);
    pushOld(old, 5);
    world.refresh(key);
    assertThat(world.refused(RefusalReason.ROLLBACK)).isEqualTo(5);
    pushOld(old, 5);
    world.send(key, new RefreshEvent.Stopping());
    assertThat(world.refused(RefusalReason.ROLLBACK)).isEqualTo(10);
  }

  @Test
  void ofManyDifferentRefusedRecordsSixteenAnHourAreWrittenByThemselves() {
    following(2_000);
    int before = world.commits;
    for (long sequence = 1; sequence <= 1_000; sequence++) {
      pushOld(world.record(key, sequence, world.host(TrustFileWriter.write(X))), 1);
    }
    assertThat(world.commits).isEqualTo(before + 16);
    world.send(key, new RefreshEvent.Stopping());
    assertThat(world.refused(RefusalReason.ROLLBACK)).isEqualTo(1_000);
  }

  @Test
  void looksAtNoMoreThanFourRefusedFilesADayAndAtEachOnce() {
    following(100);
    for (int i = 0; i < 10; i++) {
      world.serve(
          key, world.record(key, 3, world.host(TrustFileWriter.write(nodes("q" + i, 0, 1)))));
      world.refresh(key);
      world.refresh(key);
    }
    assertThat(world.looks).isEqualTo(4);
    world.pass(Duration.ofDays(1));
    world.refresh(key);
    assertThat(world.looks).isEqualTo(5);
  }

  @Test
  void acceptedUpdatesBeyondTwentyFourADayShareOneLine() {
    for (long sequence = 2; sequence < 32; sequence++) {
      world.publish(key, sequence, sequence % 2 == 0 ? X : Y);
      world.refresh(key);
    }
    assertThat(world.store.audit(100)).hasSize(24);
    world.send(key, new RefreshEvent.Stopping());
    assertThat(world.store.audit(100)).hasSize(25);
    assertThat(world.store.audit(1).getFirst().count()).isEqualTo(6);
  }

  @Test
  void acceptedUpdatesAreCountedOnAcrossKills() {
    for (long sequence = 2; sequence < 52; sequence++) {
      world.publish(key, sequence, sequence % 2 == 0 ? X : Y);
      world.refresh(key);
      world.restart(world.wall);
      world.send(key, new RefreshEvent.Started());
    }
    assertThat(world.store.audit(100)).hasSize(24);

    world.pass(Duration.ofDays(1)).restart(world.wall);
    world.send(key, new RefreshEvent.Started());
    assertThat(world.store.audit(100)).hasSize(25);
    assertThat(world.store.audit(1).getFirst().count()).isEqualTo(26);
    world.send(key, new RefreshEvent.Stopping());
    world.publish(key, 60, X);
    world.refresh(key);
    assertThat(world.store.audit(100)).as("a line of its own again").hasSize(26);
  }

  @Test
  void aFailedRefreshBacksOffFromOneMinuteToSixHours() {
    world.peersAnswer = false;
    Duration last = Duration.ZERO;
    for (int i = 0; i < 15; i++) {
      world.refresh(key);
      assertThat(world.wake).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
      assertThat(world.wake).isLessThanOrEqualTo(Duration.ofMinutes(396));
      last = world.wake;
    }
    assertThat(last).isGreaterThanOrEqualTo(Duration.ofHours(6));
    assertThat(world.life(key).lastError()).contains("no peer answered");
  }

  @Test
  void aFileThatTheIndexHasNoRoomForIsRefused() {
    world.room = 1;
    world.publish(key, 3, Samples.file(node("x"), node("y")));
    assertThat(refused(world.refresh(key)).reason()).isEqualTo(RefusalReason.OVER_LIMIT);
    assertThat(world.allows("seed", BOOTSTRAP)).isTrue();
    world.room = 2;
    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
  }

  @Test
  void entriesConfirmedInTheRoundThatClosesAGapCountAsFetchedAtTheNewTime() {
    following(1);
    world.restart(Samples.after(Duration.ofDays(100)));
    assertThat(world.time.gapOpen()).isTrue();
    TrustTime closed = world.time.close(world.wall);
    world.commit(ClockRound.restamped(world.snapshot, List.of(key), closed));
    assertThat(world.life(key).fetched()).contains(world.wall);
    assertThat(world.store.trustTime()).contains(closed);
  }

  @Test
  void aSuspendedEntryIsStillRefreshed() {
    world.does(EntryCommands.of(world.book(), "acme").orElseThrow().suspend());
    world.publish(key, 3, X);
    world.refresh(key);
    assertThat(world.allows("x", BOOTSTRAP)).isFalse();
    assertThat(world.holding(key).entry().standing().suspension())
        .isEqualTo(Standing.Suspension.SUSPENDED);
    world.does(EntryCommands.of(world.book(), "acme").orElseThrow().resume());
    assertThat(world.allows("x", BOOTSTRAP)).isTrue();
  }

  @Test
  void aNameBlockedWhileItIsLookedUpIsRefreshedAgainAfterTheBlockIsTakenBack() {
    PeerId name = world.name(key).name();
    world.publish(key, 1, X);
    world.duringLookup =
        () -> world.does(new PolicyCommands(world.book()).block(name, PolicyCommands.Target.NAME));
    assertThat(world.refresh(key))
        .isEqualTo(new RefreshOutcome.NothingFound("the name is blocked"));

    world.duringLookup = () -> {};
    world.does(new PolicyCommands(world.book()).unblock(name, PolicyCommands.Target.NAME));

    assertThat(world.refresh(key)).isInstanceOf(RefreshOutcome.Updated.class);
  }
}
