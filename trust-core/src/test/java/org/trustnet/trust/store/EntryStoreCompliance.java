package org.trustnet.trust.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.Samples;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/** What every {@link EntryStore} does. A subclass says how one is opened and opened again. */
public abstract class EntryStoreCompliance {
  protected EntryStore store;

  /** A new, empty store. */
  protected abstract EntryStore open() throws Exception;

  /** The same store closed and opened again; one that forgets at closing returns it unchanged. */
  protected abstract EntryStore reopen(EntryStore store) throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static Floor floor(long sequence, String value) {
    return new Floor(sequence, Multihash.sha256(Bytes.utf8(value)).digest());
  }

  private static Cid cid(String content) {
    return Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8(content)));
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(store.holdings()).isEmpty();
    assertThat(store.names()).isEmpty();
    assertThat(store.blocks()).isEqualTo(Blocks.NONE);
    assertThat(store.matrix()).isEqualTo(Matrix.standard());
    assertThat(store.trustTime()).isEmpty();
    assertThat(store.audit(10)).isEmpty();
    assertThat(store.refusals(10)).isEmpty();
    assertThat(store.removedMarks()).isEmpty();
  }

  @Test
  void keepsEveryKindOfEntryAsItWas() throws Exception {
    Holding list =
        Samples.list(
            "acme",
            TrustLevel.TRUSTED,
            Samples.minus(TrustFunction.BOOTSTRAP),
            Samples.node("x", "/dns/x.example/tcp/4001", "acme.example"),
            Samples.open("y"));
    Holding direct =
        Samples.direct(
            "z", TrustLevel.PEER, Samples.plus(TrustFunction.BOOTSTRAP), "/ip4/127.0.0.1/tcp/1");
    Holding self =
        Holding.of(ListedEntry.self(Samples.standing("self", TrustLevel.ULTIMATE, Samples.plus())));
    Holding bundled =
        Holding.of(
            ListedEntry.bundled(
                Optional.of(Samples.peer("packager")),
                Samples.standing("bundled", TrustLevel.TRUSTED, Samples.plus())));
    store.commit(
        EntryBatch.builder()
            .entry(list.entry())
            .file(list.key(), list.file().orElseThrow())
            .entry(direct.entry())
            .entry(self.entry())
            .entry(bundled.entry())
            .build());
    store = reopen(store);
    assertThat(store.holdings()).containsExactlyInAnyOrder(list, direct, self, bundled);
    assertThat(store.holding(list.key())).contains(list);
    assertThat(store.holding(direct.key())).contains(direct);
  }

  @Test
  void writesEveryPartOfABatch() throws Exception {
    Holding list = Samples.list("acme", TrustLevel.TRUSTED, Samples.node("x"));
    PeerId name = Samples.peer("name");
    NameRecord record =
        NameRecord.of(name)
            .raised(floor(7, "v"))
            .inspected(cid("a"))
            .withUpdates(new UpdateTally(20_000, 30, 6));
    Matrix matrix =
        Matrix.standard().with(TrustFunction.GRAPHSYNC, Optional.of(TrustLevel.TRUSTED));
    Blocks blocks = Blocks.NONE.withPeer(Samples.peer("bad")).withName(name);
    TrustTime time =
        TrustTime.startingAt(Samples.T0)
            .step(Duration.ZERO, Samples.after(TrustTime.MAX_CREDIT.multipliedBy(2)));
    AuditLine line = AuditLine.of(Samples.T0, Actor.PROGRAM, "add", list.key(), "acme");
    Refusal refusal = Refusal.of(name, RefusalReason.ROLLBACK, Samples.T0, "sequence 3");
    store.commit(
        EntryBatch.builder()
            .entry(list.entry())
            .file(list.key(), list.file().orElseThrow())
            .name(record)
            .matrix(matrix)
            .blocks(blocks)
            .time(time)
            .audit(line)
            .refusal(refusal)
            .removedMark(EntryKey.OfMark.BUNDLED)
            .build());
    store = reopen(store);
    assertThat(store.holdings()).containsExactly(list);
    assertThat(store.name(name)).contains(record);
    assertThat(store.names()).containsExactly(record);
    assertThat(store.matrix()).isEqualTo(matrix);
    assertThat(store.blocks()).isEqualTo(blocks);
    assertThat(store.trustTime()).contains(time);
    assertThat(store.audit(10)).containsExactly(line);
    assertThat(store.refusals(10)).containsExactly(refusal);
    assertThat(store.removedMarks()).containsExactly(EntryKey.OfMark.BUNDLED);
  }

  @Test
  void keepsAMatrixRowThatNoLevelGives() throws Exception {
    Matrix matrix = Matrix.standard().with(TrustFunction.BOOTSTRAP, Optional.empty());
    store.commit(EntryBatch.builder().matrix(matrix).build());
    store = reopen(store);
    assertThat(store.matrix()).isEqualTo(matrix);
    assertThat(store.matrix().given(TrustLevel.ULTIMATE))
        .isEqualTo(Functions.ALL.minus(Functions.of(TrustFunction.BOOTSTRAP)));
  }

  @Test
  void removingAnEntryRemovesItsFileAndKeepsWhatIsKnownOfItsName() throws Exception {
    Holding list = Samples.list("acme", TrustLevel.TRUSTED, Samples.node("x"));
    PeerId name = ((EntryKey.OfName) list.key()).name();
    store.commit(
        EntryBatch.builder()
            .entry(list.entry())
            .file(list.key(), list.file().orElseThrow())
            .build());
    store.persistSeen(name, floor(9, "v"));
    store.commit(
        EntryBatch.builder()
            .remove(list.key())
            .name(store.name(name).orElseThrow().marked(NameRecord.Mark.REMOVED))
            .build());
    store.commit(EntryBatch.builder().entry(list.entry()).build());
    store = reopen(store);
    assertThat(store.holding(list.key()).orElseThrow().file()).isEmpty();
    assertThat(store.name(name).orElseThrow().floor()).contains(floor(9, "v"));
    assertThat(store.name(name).orElseThrow().mark()).isEqualTo(NameRecord.Mark.REMOVED);
  }

  @Test
  void dropsAFileAndKeepsItsEntry() throws Exception {
    Holding list = Samples.list("acme", TrustLevel.TRUSTED, Samples.node("x"));
    store.commit(
        EntryBatch.builder()
            .entry(list.entry())
            .file(list.key(), list.file().orElseThrow())
            .build());
    store.commit(EntryBatch.builder().dropFile(list.key()).build());
    store = reopen(store);
    assertThat(store.holding(list.key())).contains(Holding.of(list.entry()));
  }

  @Test
  void aFloorNeverGoesDownAndKeepsTheValueSeenFirst() throws Exception {
    PeerId name = Samples.peer("name");
    store.persistSeen(name, floor(5, "first"));
    store.persistSeen(name, floor(4, "older"));
    store.persistSeen(name, floor(5, "other"));
    store.commit(EntryBatch.builder().name(NameRecord.of(name).raised(floor(3, "oldest"))).build());
    store.commit(EntryBatch.builder().name(NameRecord.of(name)).build());
    store = reopen(store);
    assertThat(store.name(name).orElseThrow().floor()).contains(floor(5, "first"));
    store.persistSeen(name, floor(-1, "unsigned"));
    assertThat(store.name(name).orElseThrow().floor()).contains(floor(-1, "unsigned"));
  }

  @Test
  void onlyAResetTakesAFloorAway() throws Exception {
    PeerId name = Samples.peer("name");
    store.persistSeen(name, floor(5, "v"));
    store.commit(EntryBatch.builder().resetFloor(name).build());
    store = reopen(store);
    assertThat(store.name(name).flatMap(NameRecord::floor)).isEmpty();
  }

  @Test
  void revokedStaysRevoked() throws Exception {
    PeerId name = Samples.peer("name");
    store.commit(
        EntryBatch.builder().name(NameRecord.of(name).marked(NameRecord.Mark.REVOKED)).build());
    store.commit(
        EntryBatch.builder().name(NameRecord.of(name).marked(NameRecord.Mark.REMOVED)).build());
    store = reopen(store);
    assertThat(store.name(name).orElseThrow().mark()).isEqualTo(NameRecord.Mark.REVOKED);
  }

  @Test
  void addingAMarkedEntryAgainTakesItsRemovedMarkAway() throws Exception {
    store.commit(EntryBatch.builder().removedMark(EntryKey.OfMark.BUNDLED).build());
    store.commit(
        EntryBatch.builder()
            .entry(
                ListedEntry.bundled(
                    Optional.empty(),
                    Samples.standing("bundled", TrustLevel.TRUSTED, Samples.plus())))
            .build());
    store = reopen(store);
    assertThat(store.removedMarks()).isEqualTo(Set.of());
  }

  @Test
  void countsRefusalsOfOneDayInOneLine() throws Exception {
    PeerId name = Samples.peer("name");
    for (int hour : List.of(1, 2, 30)) {
      store.commit(
          EntryBatch.builder()
              .refusal(
                  Refusal.of(
                      name,
                      RefusalReason.ROLLBACK,
                      Samples.after(Duration.ofHours(hour)),
                      "hour " + hour))
              .build());
    }
    store = reopen(store);
    List<Refusal> lines = store.refusals(10);
    assertThat(lines).extracting(Refusal::count).containsExactly(1L, 2L);
    assertThat(lines.getLast().text()).isEqualTo("hour 2");
    assertThat(lines.getLast().first()).isEqualTo(Samples.after(Duration.ofHours(1)));
    assertThat(store.refusals(1)).hasSize(1);
  }

  @Test
  void showsTheNewestLinesFirstAndPrunesTheOldest() throws Exception {
    for (int hour = 0; hour < 5; hour++) {
      store.commit(
          EntryBatch.builder()
              .audit(
                  AuditLine.of(
                      Samples.after(Duration.ofHours(hour)),
                      new Actor(Actor.Kind.CLI, "ruben"),
                      "level",
                      new EntryKey.OfPeer(Samples.peer("x")),
                      "line " + hour))
              .build());
    }
    store = reopen(store);
    assertThat(store.audit(2)).extracting(AuditLine::text).containsExactly("line 4", "line 3");
    assertThat(store.pruneAudit(Samples.after(Duration.ofHours(3)))).isEqualTo(3);
    store = reopen(store);
    assertThat(store.audit(10)).extracting(AuditLine::text).containsExactly("line 4", "line 3");
  }

  @Test
  void theRefusalRingDropsItsOldestLine() throws Exception {
    EntryBatch.Builder batch = EntryBatch.builder();
    PeerId name = Samples.peer("name");
    for (int day = 0; day <= Refusal.RING; day++) {
      batch.refusal(
          Refusal.of(name, RefusalReason.ROLLBACK, Samples.after(Duration.ofDays(day)), "r"));
    }
    store.commit(batch.build());
    store = reopen(store);
    List<Refusal> lines = store.refusals(Refusal.RING + 10);
    assertThat(lines).hasSize(Refusal.RING);
    assertThat(lines.getLast().first()).isEqualTo(Samples.after(Duration.ofDays(1)));
  }
}
