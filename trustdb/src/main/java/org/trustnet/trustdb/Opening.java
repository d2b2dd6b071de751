package org.trustnet.trustdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.multiformats.Bytes;

/**
 * The files of a database while they are open: RocksDB's, and the mark beside them. {@link
 * Database} opens them again after the disk refused a write. On threads of its pool; writes one at
 * a time.
 */
final class Opening implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final Path folder;
  private final Rocks rocks;
  private final AcknowledgedMark mark;

  private Opening(Path folder, Rocks rocks, AcknowledgedMark mark) {
    this.folder = folder;
    this.rocks = rocks;
    this.mark = mark;
  }

  /**
   * Opens the files in {@code folder}.
   *
   * @param names the tables; those that are there and not named are opened too
   * @throws DatabaseException saying what is wrong and what to do; nothing is left open then
   */
  static Opening open(Path folder, List<String> names) {
    try {
      DatabaseFolder.check(folder);
      return marked(folder, new Rocks(folder.toString(), allTables(folder, names)));
    } catch (RocksDBException e) {
      throw Faults.of(folder, e);
    } catch (IOException e) {
      throw Faults.io(folder, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static List<String> allTables(Path folder, List<String> names) throws RocksDBException {
    TreeSet<String> all = new TreeSet<>(names);
    try (Options options = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, folder.toString())) {
        all.add(Bytes.wrap(name).toUtf8());
      }
    }
    return List.copyOf(all);
  }

  @SuppressWarnings("MustBeClosed") // the opening closes both
  private static Opening marked(Path folder, Rocks rocks) throws IOException {
    AcknowledgedMark mark;
    try {
      mark = AcknowledgedMark.open(folder);
    } catch (IOException | RuntimeException e) {
      rocks.close();
      throw e;
    }
    Opening opening = new Opening(folder, rocks, mark);
    try {
      opening.checkNothingLost();
      return opening;
    } catch (IOException | RuntimeException e) {
      opening.close();
      throw e;
    }
  }

  private void checkNothingLost() throws IOException {
    long found = sequence();
    try {
      OptionalLong acknowledged = mark.read();
      if (acknowledged.orElse(0) > found) {
        throw Faults.damaged(
            folder,
            "it ends at change %d, but change %d was written"
                .formatted(found, acknowledged.getAsLong()));
      }
    } catch (AcknowledgedMark.DamagedMarkException e) {
      throw Faults.damaged(folder, String.valueOf(e.getMessage()));
    }
  }

  /** The number of the last change. */
  long sequence() {
    return rocks.database().getLatestSequenceNumber();
  }

  /** How often the write-ahead log was synced. */
  long walSyncs() {
    return rocks.statistics().getTickerCount(TickerType.WAL_FILE_SYNCED);
  }

  RocksDB rocks() {
    return rocks.database();
  }

  ColumnFamilyHandle handle(String table) {
    return Objects.requireNonNull(rocks.families().get(table), () -> "no table " + table);
  }

  /** Writes all changes or none. */
  void write(List<Batch.Change> changes, Database.Durability durability) throws RocksDBException {
    try (WriteBatch raw = new WriteBatch()) {
      for (Batch.Change change : changes) {
        byte[] key = change.key().toArray();
        Bytes value = change.value();
        if (value == null) {
          raw.delete(handle(change.table().name()), key);
        } else {
          raw.put(handle(change.table().name()), key, value.toArray());
        }
      }
      rocks.database().write(rocks.options(durability), raw);
    }
    if (durability == Database.Durability.SYNCED) {
      noteAcknowledged();
    }
  }

  /** Nothing is written meanwhile: the number covers nothing that was not synced. */
  private void noteAcknowledged() {
    try {
      mark.raise(sequence());
    } catch (IOException e) {
      // The change is on disk and its writer is told so; the mark is an older one, and still true.
      LOG.warn("the database in {} cannot note its last change: {}", folder, e.getMessage());
    }
  }

  /** The changes that put the rows of {@code changes} back to what they are now. */
  List<Batch.Change> undoing(List<Batch.Change> changes) throws RocksDBException {
    List<Batch.Change> back = new ArrayList<>();
    for (Batch.Change change : changes) {
      byte[] row = rocks.database().get(handle(change.table().name()), change.key().toArray());
      back.add(
          new Batch.Change(change.table(), change.key(), row == null ? null : Bytes.wrap(row)));
    }
    return back;
  }

  @Override
  public void close() throws IOException {
    rocks.close();
    mark.close();
  }
}
