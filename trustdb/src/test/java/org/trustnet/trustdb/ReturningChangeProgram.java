package org.trustnet.trustdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.testkit.crash.Acknowledgements;
import org.trustnet.testkit.crash.FileSizeLimit;
import org.trustnet.trustdb.Database.Durability;

/**
 * A disk that refuses a change and yet has all of its bytes: they come back when the files are
 * opened again, as those of a log whose sync failed would.
 */
final class ReturningChangeProgram {
  private static final List<String> TABLES = List.of("default", "numbers");
  private static final Bytes OLD = Bytes.utf8("old");
  private static final Bytes NEW = Bytes.utf8("new");

  private final Path folder;
  private List<Batch.Change> returning = List.of();

  private ReturningChangeProgram(Path folder) {
    this.folder = folder;
  }

  /** Arguments: the database's folder. Ends with exit 1 and a reason if the change is there. */
  public static void main(String[] arguments) throws Exception {
    NativeLibrary.load(Path.of(arguments[0]).resolveSibling("native"));
    org.rocksdb.RocksDB.loadLibrary();
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    new ReturningChangeProgram(folder).run();
    new Acknowledgements().say("it is as it was");
  }

  private Opening open() {
    try {
      Opening opening = Opening.open(folder, TABLES);
      opening.write(returning, Durability.SYNCED);
      return opening;
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Batch.Change change(String key, Bytes value) {
    // A table is known by its name alone, and these calls need no database behind it.
    return new Batch.Change(new Table(null, "numbers"), Bytes.utf8(key), value);
  }

  private void run() throws Exception {
    LiveFiles files = new LiveFiles(folder, this::open);
    try {
      files.write(List.of(change("there", OLD)), Durability.SYNCED);
      List<Batch.Change> refused = List.of(change("there", NEW), change("added", NEW));
      FileSizeLimit.set(1);
      assertThat(
              catchThrowableOfType(
                  DatabaseException.class, () -> files.write(refused, Durability.SYNCED)))
          .hasMessageContaining("takes no changes");
      FileSizeLimit.lift();
      returning = refused;
      files.write(List.of(change("next", NEW)), Durability.SYNCED);
      assertThat(row(files, "there")).contains(OLD);
      assertThat(row(files, "added")).isEmpty();
      assertThat(row(files, "next")).contains(NEW);
    } finally {
      files.close();
    }
  }

  private static Optional<Bytes> row(LiveFiles files, String key) throws RocksDBException {
    return files.reading(
        open ->
            Optional.ofNullable(open.rocks().get(open.handle("numbers"), Bytes.utf8(key).toArray()))
                .map(Bytes::wrap));
  }
}
