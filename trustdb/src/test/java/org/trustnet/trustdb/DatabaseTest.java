package org.trustnet.trustdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trustdb.Database.Durability;
import org.trustnet.trustdb.DatabaseException.Kind;

@Timeout(60)
final class DatabaseTest {
  @TempDir private Path folder;

  private static DatabaseException refusal(ThrowingCallable call) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(DatabaseException.class, call);
  }

  private static Batch row(Database database, String key) {
    return new Batch().put(database.table("numbers"), Bytes.utf8(key), Bytes.utf8("x"));
  }

  @Test
  void refusesANewerSchemaAndOpensForTheProgramThatWroteIt() {
    Database.open(folder, 7, NumberedRows.TABLES).close();
    DatabaseException refused = refusal(() -> NumberedRows.open(folder));
    assertThat(refused.kind()).isEqualTo(Kind.NEWER);
    assertThat(refused)
        .hasMessage(
            "the database in %s is newer than this program (it has schema version 7, this program reads 1): use the program that wrote it, or a newer one"
                .formatted(folder));
    Database.open(folder, 7, NumberedRows.TABLES).close();
    assertThat(refusal(() -> Database.open(folder, 8, NumberedRows.TABLES)).kind())
        .isEqualTo(Kind.DAMAGED);
  }

  @Test
  void refusesAFolderThatIsNoDatabaseAndLeavesItAlone() throws IOException {
    Files.writeString(folder.resolve("photo.jpg"), "not ours");
    DatabaseException refused = refusal(() -> NumberedRows.open(folder));
    assertThat(refused.kind()).isEqualTo(Kind.DAMAGED);
    assertThat(refused).hasMessageContaining("holds photo.jpg but not the file CURRENT");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void refusesAFileInPlaceOfTheFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("db"), "");
    DatabaseException refused = refusal(() -> NumberedRows.open(file));
    assertThat(refused.kind()).isEqualTo(Kind.IO);
    assertThat(refused).hasMessageContaining(file.toString());
  }

  @Test
  void refusesAFolderThatCannotBeWritten() throws IOException {
    NumberedRows.open(folder.resolve("db")).close();
    Path db = folder.resolve("db");
    assertThat(db.toFile().setWritable(false)).isTrue();
    try {
      Assumptions.assumeFalse(Files.isWritable(db), "this user may write everywhere");
      assertThat(refusal(() -> NumberedRows.open(db)).kind()).isEqualTo(Kind.IO);
    } finally {
      assertThat(db.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void refusesASecondOpeningAndSaysWhy() {
    try (Database database = NumberedRows.open(folder)) {
      DatabaseException refused = refusal(() -> NumberedRows.open(folder));
      assertThat(refused.kind()).isEqualTo(Kind.LOCKED);
      assertThat(refused).hasMessageContaining("is open in another process");
      database.write(row(database, "still"), Durability.SYNCED);
      assertThat(database.table("numbers").row(Bytes.utf8("still"))).isPresent();
    }
    NumberedRows.open(folder).close();
  }

  @Test
  void aFolderNamedAfterALockIsNotTakenForOne() throws IOException {
    Path file = Files.writeString(folder.resolve("lock"), "");
    assertThat(refusal(() -> NumberedRows.open(file.resolve("db"))).kind()).isEqualTo(Kind.IO);
  }

  @Test
  void leavesNothingOpenAfterARefusal() {
    Database.open(folder, 7, NumberedRows.TABLES).close();
    for (int i = 0; i < 3; i++) {
      assertThat(refusal(() -> NumberedRows.open(folder)).kind()).isEqualTo(Kind.NEWER);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("rocksdb-"));
  }

  @Test
  void everyCallAfterClosingIsRefused() {
    Database database = NumberedRows.open(folder);
    Table table = database.table("numbers");
    Batch batch = row(database, "late");
    database.close();
    database.close();
    List<ThrowingCallable> calls =
        List.of(
            database::walSyncs,
            () -> table.row(Bytes.utf8("x")),
            () -> table.ascending(Bytes.empty(), (_, _) -> true),
            () -> table.descending((_, _) -> true),
            () -> database.write(batch, Durability.SYNCED));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call).isInstanceOf(DatabaseException.class).hasMessageEndingWith("closed");
    }
  }

  @Test
  void closingWaitsForCallsEvenWhenInterrupted() throws Exception {
    Database database = NumberedRows.open(folder);
    NumberedRows.append(database, 1, 1);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> visit =
          threads.submit(
              () -> {
                List<Bytes> keys = new ArrayList<>();
                database
                    .table("numbers")
                    .ascending(
                        Bytes.empty(),
                        (key, _) -> {
                          inside.countDown();
                          awaitQuietly(go);
                          return keys.add(key);
                        });
                return keys.size();
              });
      inside.await();
      Thread closer = Thread.ofPlatform().start(database::close);
      closer.interrupt();
      go.countDown();
      assertThat(visit.get()).isEqualTo(1);
      closer.join();
    }
    NumberedRows.open(folder).close();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesOneCallMoreThanMayWait() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(Database.THREADS);
    try (Database database = NumberedRows.open(folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      NumberedRows.append(database, 1, 1);
      Table table = database.table("numbers");
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < Database.THREADS; i++) {
        calls.add(
            threads.submit(
                () ->
                    table.ascending(
                        Bytes.empty(),
                        (_, _) -> {
                          busy.countDown();
                          awaitQuietly(go);
                          return false;
                        })));
      }
      busy.await();
      for (int i = 0; i < Database.MAX_WAITING; i++) {
        calls.add(threads.submit(() -> table.row(Bytes.utf8("x"))));
      }
      while (database.waiting() < Database.MAX_WAITING) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> table.row(Bytes.utf8("x")))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("overloaded: 4096 calls wait");
      go.countDown();
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  @Test
  void opensWhereAFirstOpeningWasKilledBeforeTheDatabaseWasThere() throws IOException {
    Files.writeString(folder.resolve("LOCK"), "");
    Files.writeString(folder.resolve("LOG"), "text");
    Files.writeString(folder.resolve("IDENTITY"), "");
    Files.write(folder.resolve("MANIFEST-000001"), new byte[10]);
    try (Database database = NumberedRows.open(folder)) {
      assertThat(NumberedRows.state(database)).isZero();
    }
  }

  @Test
  void aSyncedWriteIsSyncedAndASoftOneIsNot() {
    try (Database database = NumberedRows.open(folder)) {
      long before = database.walSyncs();
      database.write(row(database, "soft"), Durability.SOFT);
      assertThat(database.walSyncs()).isEqualTo(before);
      database.write(row(database, "synced"), Durability.SYNCED);
      assertThat(database.walSyncs()).isEqualTo(before + 1);
    }
  }
}
