package org.trustnet.trustdb.entries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.Samples;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.EntryStoreCompliance;
import org.trustnet.trustdb.Batch;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.Database.Durability;
import org.trustnet.trustdb.DatabaseException;

class RocksEntryStoreTest extends EntryStoreCompliance {
  @TempDir Path folder;
  private Database database;

  @Override
  protected EntryStore open() {
    database = Database.open(folder, 1, RocksEntryStore.TABLES);
    return new RocksEntryStore(database);
  }

  @Override
  protected EntryStore reopen(EntryStore store) {
    database.close();
    return open();
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  /** How often the log is synced while {@code change} runs. */
  private long syncsOf(Runnable change) {
    long before = database.walSyncs();
    change.run();
    return database.walSyncs() - before;
  }

  @Test
  void everyChangeIsSyncedBeforeItReturns() {
    assertThat(syncsOf(() -> store.persistSeen(NumberedCommits.NAME, NumberedCommits.floor(1))))
        .isOne();
    assertThat(syncsOf(() -> store.commit(NumberedCommits.batch(1)))).isOne();
    assertThat(syncsOf(() -> store.pruneAudit(Samples.after(Duration.ofHours(1))))).isOne();
  }

  @Test
  void whatChangesNothingIsNotWritten() {
    store.persistSeen(NumberedCommits.NAME, NumberedCommits.floor(2));
    assertThat(syncsOf(() -> store.persistSeen(NumberedCommits.NAME, NumberedCommits.floor(1))))
        .isZero();
    assertThat(syncsOf(() -> store.commit(EntryBatch.builder().build()))).isZero();
    assertThat(syncsOf(() -> store.pruneAudit(Samples.T0))).isZero();
  }

  @Test
  void theRefusalRingKeepsItsLimitAndDropsOneAboveIt() {
    EntryBatch.Builder full = EntryBatch.builder();
    for (int day = 0; day < Refusal.RING; day++) {
      full.refusal(refusal(day));
    }
    store.commit(full.build());
    assertThat(store.refusals(Refusal.RING + 1)).hasSize(Refusal.RING);
    store.commit(EntryBatch.builder().refusal(refusal(5)).build());
    assertThat(store.refusals(Refusal.RING + 1)).hasSize(Refusal.RING).contains(refusal(0));
    store = reopen(store);
    store.commit(EntryBatch.builder().refusal(refusal(Refusal.RING)).build());
    assertThat(store.refusals(Refusal.RING + 1))
        .hasSize(Refusal.RING)
        .contains(refusal(Refusal.RING), refusal(1))
        .doesNotContain(refusal(0));
  }

  private static Refusal refusal(int day) {
    return Refusal.of(
        NumberedCommits.NAME,
        RefusalReason.ROLLBACK,
        Samples.after(Duration.ofDays(day)),
        "sequence 3");
  }

  @Test
  @Timeout(20)
  void readsTenThousandEntriesWithTheirFiles() {
    EntryBatch.Builder batch = EntryBatch.builder();
    for (int i = 0; i < 10_000; i++) {
      Holding list = Samples.list("list " + i, TrustLevel.PEER, Samples.node("node " + i));
      batch.entry(list.entry()).file(list.key(), list.file().orElseThrow());
    }
    store.commit(batch.build());
    assertThat(store.holdings()).hasSize(10_000).allMatch(holding -> holding.file().isPresent());
  }

  @Test
  void aReaderSeesEntryAndFileOfTheSameCommit() throws Exception {
    store.commit(NumberedCommits.batch(1));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int number = 2; number <= 200; number++) {
                  store.commit(NumberedCommits.batch(number));
                }
              });
      while (!writer.isDone()) {
        store.holdings().forEach(RocksEntryStoreTest::isOfOneCommit);
        isOfOneCommit(store.holding(NumberedCommits.KEY).orElseThrow());
      }
      writer.get();
    }
  }

  private static void isOfOneCommit(Holding holding) {
    long entry = ((ListedEntry) holding.entry()).life().used().orElseThrow();
    assertThat(holding.file()).contains(NumberedCommits.file((int) entry));
  }

  @Test
  void aRowThatCannotBeReadIsDamage() {
    database.write(
        new Batch()
            .put(database.table("entries"), Bytes.utf8("no key"), Bytes.utf8("no row"))
            .put(database.table("audit"), Bytes.utf8("short"), Bytes.empty())
            .put(database.table("names"), Bytes.utf8("no peer"), Bytes.empty()),
        Durability.SYNCED);
    for (ThrowingCallable read : List.<ThrowingCallable>of(store::holdings, store::names)) {
      assertThat(catchThrowableOfType(DatabaseException.class, read).kind())
          .isEqualTo(DatabaseException.Kind.DAMAGED);
    }
    assertThat(
            catchThrowableOfType(
                    DatabaseException.class, () -> new RocksEntryStore(database).close())
                .kind())
        .isEqualTo(DatabaseException.Kind.DAMAGED);
  }
}
