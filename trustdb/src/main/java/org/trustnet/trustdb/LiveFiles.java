package org.trustnet.trustdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a database as they are open at the moment. After a write that the disk refused,
 * RocksDB takes no other until its files are opened again: that is done here at the first write for
 * which there is room. Until then every write is refused and reads go on from the old opening.
 *
 * <p>A refused change never happened, although its bytes may have reached the log whole, when only
 * their sync failed: opening the files again would bring it back, so its rows are put back to what
 * they were. Calls come on threads of the database's pool.
 */
final class LiveFiles {
  /** Reads something from open files. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Opening files) throws RocksDBException;
  }

  /**
   * A change that the disk refused.
   *
   * @param sequence the number of the last change before it
   * @param undoing what puts its rows back
   * @param why what the disk said
   */
  private record Refused(long sequence, List<Batch.Change> undoing, String why) {}

  private static final Logger LOG = LoggerFactory.getLogger(LiveFiles.class);

  private final Path folder;
  private final Supplier<Opening> opener;
  private final ReentrantLock writing = new ReentrantLock();

  /** Shared by who uses the opening, exclusive for who exchanges it. */
  private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();

  /** Null after files that were closed to be opened again did not open. */
  private volatile @Nullable Opening opening;

  private @Nullable Refused refused;
  private long earlierSyncs;

  /**
   * Opens the files.
   *
   * @param opener opens them, now and whenever that is needed
   * @throws DatabaseException if they do not open
   */
  LiveFiles(Path folder, Supplier<Opening> opener) {
    this.folder = folder;
    this.opener = opener;
    this.opening = opener.get();
  }

  /** Reads from the files as they are open for as long as that takes. */
  <T> T reading(Reader<T> reader) throws RocksDBException {
    openIfNot();
    using.readLock().lock();
    try {
      return reader.read(current());
    } finally {
      using.readLock().unlock();
    }
  }

  /** One at a time, so that the number read after a sync covers nothing that was not synced. */
  void write(List<Batch.Change> changes, Database.Durability durability) throws RocksDBException {
    writing.lock();
    try {
      goOn();
      Opening files = current();
      long before = files.sequence();
      try {
        files.write(changes, durability);
      } catch (RocksDBException e) {
        String why = String.valueOf(e.getMessage());
        refused = new Refused(before, files.undoing(changes), why);
        throw Faults.refusing(folder, why);
      }
    } finally {
      writing.unlock();
    }
  }

  /** How often the write-ahead log was synced since the database was opened. */
  long walSyncs() throws RocksDBException {
    return reading(files -> earlierSyncs + files.walSyncs());
  }

  private Opening current() {
    Opening files = opening;
    if (files == null) {
      throw Faults.io(folder, "it is not open");
    }
    return files;
  }

  private void openIfNot() throws RocksDBException {
    if (opening == null) {
      writing.lock();
      try {
        if (opening == null) {
          openAgain();
        }
      } finally {
        writing.unlock();
      }
    }
  }

  /** Opens the files again if the disk refused the last write and has room now. */
  private void goOn() throws RocksDBException {
    Refused last = refused;
    if (last != null) {
      try {
        Room.check(folder);
      } catch (IOException e) {
        throw Faults.refusing(folder, last.why() + "; " + e.getMessage());
      }
      openAgain();
      LOG.info("the database in {} takes changes again", folder);
    }
  }

  private void openAgain() throws RocksDBException {
    using.writeLock().lock();
    try {
      closeOpening();
      Opening files = opener.get();
      opening = files;
      Refused last = refused;
      if (last != null && files.sequence() > last.sequence()) {
        files.write(last.undoing(), Database.Durability.SYNCED);
      }
      refused = null;
    } catch (IOException e) {
      throw Faults.io(folder, "it does not close: " + e.getMessage());
    } finally {
      using.writeLock().unlock();
    }
  }

  private void closeOpening() throws IOException {
    Opening old = opening;
    if (old != null) {
      earlierSyncs += old.walSyncs();
      opening = null;
      old.close();
    }
  }

  /** After the last call. */
  void close() throws IOException {
    closeOpening();
  }
}
