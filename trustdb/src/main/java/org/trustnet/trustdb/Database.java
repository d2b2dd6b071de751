package org.trustnet.trustdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trustdb.DatabaseException.Kind;

/** A RocksDB database with named tables. Any thread; calls wait for the disk. */
public final class Database implements AutoCloseable {
  /** Platform threads that call RocksDB: one waits for a sync while others read. */
  public static final int THREADS = 4;

  /** Calls that wait for a thread; one more is refused. */
  public static final int MAX_WAITING = 4_096;

  /** Memory for rows not yet in a sorted file, in bytes and for each table. */
  public static final int WRITE_BUFFER = 2 << 20;

  /** Memory for rows read, in bytes. */
  public static final int CACHE = 8 << 20;

  /** Of the write-ahead log, in bytes: what a restart reads at most. */
  static final long MAX_WAL = 16L << 20;

  /** How long closing waits for calls that run: a disk that hangs longer is broken. */
  static final Duration LAST_CALL = Duration.ofSeconds(30);

  private static final String META = "default";
  private static final Bytes SCHEMA = Bytes.utf8("schema");

  /** How safe a write is when the call returns. */
  public enum Durability {
    /** On disk. */
    SYNCED,
    /** Survives the end of the process, not of the machine. */
    SOFT
  }

  /** The direction of a visit. */
  enum Order {
    ASCENDING,
    DESCENDING
  }

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final ThreadPoolExecutor pool;
  private final ReentrantLock closing = new ReentrantLock();
  private final LiveFiles files;
  private final Path folder;

  private Database(Path folder, List<String> names, LiveFiles files) {
    this.folder = folder;
    this.files = files;
    names.forEach(name -> tables.put(name, new Table(this, name)));
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("rocksdb-", 0).daemon(true).factory());
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens the database in {@code folder}, making it where there is none.
   *
   * @param schema the version of the rows that this program writes; a database without one gets it
   * @param names the tables; those that are there and not named stay untouched
   * @throws DatabaseException saying what is wrong and what to do; nothing is left open then
   */
  public static Database open(Path folder, int schema, List<String> names) {
    RocksDB.loadLibrary();
    List<String> all = Stream.concat(Stream.of(META), names.stream()).toList();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Faults.io(folder, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    Database database =
        new Database(folder, all, new LiveFiles(folder, () -> Opening.open(folder, all)));
    try {
      database.checkSchema(schema);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private void checkSchema(int schema) {
    Table meta = table(META);
    Bytes ours = Bytes.utf8(Integer.toString(schema));
    Optional<Bytes> written = meta.row(SCHEMA);
    if (written.isEmpty()) {
      write(new Batch().put(meta, SCHEMA, ours), Durability.SYNCED);
    } else if (!written.get().equals(ours)) {
      throw otherSchema(written.get().toUtf8(), schema);
    }
  }

  private DatabaseException otherSchema(String written, int schema) {
    String why = "it has schema version %s, this program reads %d".formatted(written, schema);
    boolean newer = written.matches("[1-9][0-9]{0,8}") && Integer.parseInt(written) > schema;
    return newer ? Faults.newer(folder, why) : Faults.damaged(folder, why);
  }

  /** The table of this name, which was named at opening. */
  public Table table(String name) {
    return Objects.requireNonNull(tables.get(name), () -> "no table " + name);
  }

  /**
   * Writes all changes of {@code batch} or none. After a write that the disk refused, every later
   * one is refused until there is room; then they are taken again.
   */
  public void write(Batch batch, Durability durability) {
    onPool(
        () -> {
          files.write(batch.changes(), durability);
          return true;
        });
  }

  /** How often the write-ahead log was synced since opening. */
  public long walSyncs() {
    return onPool(files::walSyncs);
  }

  /** How many calls wait for a thread. */
  int waiting() {
    return pool.getQueue().size();
  }

  Optional<Bytes> row(Table table, Bytes key) {
    return onPool(
        () ->
            files.reading(
                open ->
                    Optional.ofNullable(open.rocks().get(open.handle(table.name()), key.toArray()))
                        .map(Bytes::wrap)));
  }

  void visit(Table table, Order order, Bytes from, Table.Visitor visitor) {
    onPool(
        () ->
            files.reading(
                open -> {
                  visit(open.rocks(), open.handle(table.name()), order, from, visitor);
                  return true;
                }));
  }

  private static void visit(
      RocksDB rocks, ColumnFamilyHandle table, Order order, Bytes from, Table.Visitor visitor)
      throws RocksDBException {
    try (RocksIterator rows = rocks.newIterator(table)) {
      if (order == Order.DESCENDING) {
        rows.seekToLast();
      } else {
        rows.seek(from.toArray());
      }
      while (rows.isValid() && visitor.row(Bytes.wrap(rows.key()), Bytes.wrap(rows.value()))) {
        if (order == Order.DESCENDING) {
          rows.prev();
        } else {
          rows.next();
        }
      }
      rows.status();
    }
  }

  private <T> T onPool(Callable<T> call) {
    Future<T> future;
    try {
      future = pool.submit(call);
    } catch (RejectedExecutionException e) {
      throw new DatabaseException(
          Kind.IO,
          pool.isShutdown()
              ? "the database in " + folder + " is closed"
              : "the database in " + folder + " is overloaded: " + MAX_WAITING + " calls wait");
    }
    // What was begun ends: an interrupt must not leave a caller unsure of its own write.
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RocksDBException rocksFault -> Faults.of(folder, rocksFault);
      case RuntimeException fault -> fault;
      case Throwable fault -> new IllegalStateException("a call of the database failed", fault);
      case null -> new IllegalStateException("a call of the database failed", e);
    };
  }

  /** Waits for running calls and closes the files. Idempotent; any thread. */
  @Override
  public void close() {
    closing.lock();
    try {
      pool.shutdown();
      awaitLastCall();
      files.close();
    } catch (IOException e) {
      throw Faults.io(folder, "it does not close: " + e.getMessage());
    } finally {
      closing.unlock();
    }
  }

  /** Uninterruptible: a native call whose database is closed under it ends the process. */
  private void awaitLastCall() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!pool.awaitTermination(LAST_CALL.toSeconds(), TimeUnit.SECONDS)) {
            throw Faults.io(folder, "it does not end its calls, and stays open");
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
