package org.trustnet.trustdb.entries;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;
import org.trustnet.trust.store.StoreRefusal;
import org.trustnet.trustdb.Batch;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.Database.Durability;
import org.trustnet.trustdb.DatabaseException;
import org.trustnet.trustdb.DatabaseException.Kind;
import org.trustnet.trustdb.Table;

/** The entry store on a database. Closing it closes nothing: the database is its opener's. */
public final class RocksEntryStore implements EntryStore {
  /** The tables it needs. */
  public static final List<String> TABLES =
      List.of("entries", "files", "names", "marks", "policy", "audit", "refusals");

  /** Reads one row's bytes. */
  @FunctionalInterface
  private interface RowReader<T> {
    T read(Bytes bytes) throws InvalidProtocolBufferException;
  }

  private final Database database;
  private final Table entries;
  private final Table files;
  private final Table names;
  private final Table marks;
  private final Table policy;
  private final Table audit;
  private final Table refusals;
  private final ReentrantLock writing = new ReentrantLock();
  private long nextAudit;
  private long refusalCount;

  /** A store on {@code database}, which was opened with {@link #TABLES} among its tables. */
  public RocksEntryStore(Database database) {
    this.database = database;
    this.entries = database.table("entries");
    this.files = database.table("files");
    this.names = database.table("names");
    this.marks = database.table("marks");
    this.policy = database.table("policy");
    this.audit = database.table("audit");
    this.refusals = database.table("refusals");
    audit.descending(
        (key, _) -> {
          nextAudit = read(Rows::fromOrdered, key) + 1;
          return false;
        });
    refusals.ascending(
        Bytes.empty(),
        (_, _) -> {
          refusalCount++;
          return true;
        });
  }

  @Override
  public void commit(EntryBatch change) {
    writing.lock();
    try {
      Batch batch = new Batch();
      addEntries(change, batch);
      addNames(change, batch);
      change.removedMarks().forEach(key -> batch.put(marks, key(key), Bytes.empty()));
      change.blocks().ifPresent(b -> batch.put(policy, PolicyRows.BLOCKS, PolicyRows.write(b)));
      change.matrix().ifPresent(m -> batch.put(policy, PolicyRows.MATRIX, PolicyRows.write(m)));
      change.time().ifPresent(t -> batch.put(policy, PolicyRows.TIME, PolicyRows.write(t)));
      long lines = nextAudit;
      for (AuditLine line : change.audit()) {
        batch.put(audit, Rows.ordered(lines++), LogRows.write(line));
      }
      long ring = addRefusals(change, batch);
      if (!batch.isEmpty()) {
        write(batch);
      }
      nextAudit = lines;
      refusalCount = ring;
    } finally {
      writing.unlock();
    }
  }

  private void addEntries(EntryBatch change, Batch batch) {
    for (EntryKey key : change.removed()) {
      batch.remove(entries, key(key)).remove(files, key(key));
    }
    for (TrustEntry entry : change.entries()) {
      batch.put(entries, key(entry.key()), EntryRows.write(entry)).remove(marks, key(entry.key()));
    }
    for (EntryBatch.FileChange file : change.files()) {
      Optional<CachedFile> content = file.file();
      if (content.isPresent()) {
        batch.put(files, key(file.key()), FileRows.write(content.get()));
      } else {
        batch.remove(files, key(file.key()));
      }
    }
  }

  private void addNames(EntryBatch change, Batch batch) {
    Map<PeerId, NameRecord> changed = new LinkedHashMap<>();
    for (PeerId name : change.resetFloors()) {
      name(name).ifPresent(record -> changed.put(name, record.withoutFloor()));
    }
    for (NameRecord record : change.names()) {
      NameRecord before = changed.get(record.name());
      Optional<NameRecord> stored = before == null ? name(record.name()) : Optional.of(before);
      changed.put(record.name(), stored.map(s -> s.merged(record)).orElse(record));
    }
    changed.forEach((name, record) -> batch.put(names, name.encode(), NameRows.write(record)));
  }

  /** Returns how many lines the ring has after it. */
  private long addRefusals(EntryBatch change, Batch batch) {
    TreeMap<Bytes, Refusal> changed = new TreeMap<>();
    long fresh = 0;
    for (Refusal refusal : change.refusals()) {
      Bytes key = LogRows.key(refusal);
      Refusal before = changed.get(key);
      if (before == null) {
        Optional<Bytes> stored = refusals.row(key);
        fresh += stored.isEmpty() ? 1 : 0;
        changed.put(
            key, stored.map(s -> read(LogRows::refusal, s).merged(refusal)).orElse(refusal));
      } else {
        changed.put(key, before.merged(refusal));
      }
    }
    long excess = Math.max(0, refusalCount + fresh - Refusal.RING);
    for (Bytes key : oldest(excess, changed.navigableKeySet())) {
      changed.remove(key);
      batch.remove(refusals, key);
    }
    changed.forEach((key, refusal) -> batch.put(refusals, key, LogRows.write(refusal)));
    return refusalCount + fresh - excess;
  }

  /** The first {@code count} keys of the stored lines and of those about to be written. */
  private List<Bytes> oldest(long count, NavigableSet<Bytes> coming) {
    if (count == 0) {
      return List.of();
    }
    TreeSet<Bytes> keys = new TreeSet<>(coming);
    long[] seen = {0};
    refusals.ascending(
        Bytes.empty(),
        (key, _) -> {
          keys.add(key);
          return ++seen[0] < count;
        });
    return keys.stream().limit(count).toList();
  }

  @Override
  public void persistSeen(PeerId name, Floor floor) {
    writing.lock();
    try {
      NameRecord before = name(name).orElse(NameRecord.of(name));
      NameRecord after = before.raised(floor);
      if (!after.equals(before)) {
        write(new Batch().put(names, name.encode(), NameRows.write(after)));
      }
    } finally {
      writing.unlock();
    }
  }

  private void write(Batch batch) {
    try {
      database.write(batch, Durability.SYNCED);
    } catch (DatabaseException e) {
      throw new StoreRefusal(String.valueOf(e.getMessage()), e);
    }
  }

  /** Under the lock: files and entries are two tables, and a commit between them would tear. */
  @Override
  public List<Holding> holdings() {
    writing.lock();
    try {
      return joined();
    } finally {
      writing.unlock();
    }
  }

  private List<Holding> joined() {
    Map<EntryKey, CachedFile> cached = new HashMap<>();
    files.ascending(
        Bytes.empty(),
        (key, row) -> {
          cached.put(entryKey(key), read(FileRows::read, row));
          return true;
        });
    List<Holding> all = new ArrayList<>();
    entries.ascending(
        Bytes.empty(),
        (raw, row) -> {
          EntryKey key = entryKey(raw);
          TrustEntry entry = read(bytes -> EntryRows.read(key, bytes), row);
          all.add(new Holding(entry, Optional.ofNullable(cached.get(key))));
          return true;
        });
    return all;
  }

  @Override
  public Optional<Holding> holding(EntryKey key) {
    writing.lock();
    try {
      return entries
          .row(key(key))
          .map(
              row ->
                  new Holding(
                      read(bytes -> EntryRows.read(key, bytes), row),
                      files.row(key(key)).map(file -> read(FileRows::read, file))));
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Optional<NameRecord> name(PeerId name) {
    return names.row(name.encode()).map(row -> read(bytes -> NameRows.read(name, bytes), row));
  }

  @Override
  public List<NameRecord> names() {
    List<NameRecord> all = new ArrayList<>();
    names.ascending(
        Bytes.empty(),
        (key, row) -> {
          all.add(read(bytes -> NameRows.read(PeerId.decode(key), bytes), row));
          return true;
        });
    return all;
  }

  @Override
  public Set<EntryKey> removedMarks() {
    Set<EntryKey> all = new TreeSet<>();
    marks.ascending(
        Bytes.empty(),
        (key, _) -> {
          all.add(entryKey(key));
          return true;
        });
    return Set.copyOf(all);
  }

  @Override
  public Blocks blocks() {
    return policy
        .row(PolicyRows.BLOCKS)
        .map(row -> read(PolicyRows::blocks, row))
        .orElse(Blocks.NONE);
  }

  @Override
  public Matrix matrix() {
    return policy
        .row(PolicyRows.MATRIX)
        .map(row -> read(PolicyRows::matrix, row))
        .orElse(Matrix.standard());
  }

  @Override
  public Optional<TrustTime> trustTime() {
    return policy.row(PolicyRows.TIME).map(row -> read(PolicyRows::time, row));
  }

  @Override
  public List<AuditLine> audit(int limit) {
    List<AuditLine> newest = new ArrayList<>();
    audit.descending(
        (_, row) -> {
          if (newest.size() < limit) {
            newest.add(read(LogRows::audit, row));
          }
          return newest.size() < limit;
        });
    return newest;
  }

  @Override
  public List<Refusal> refusals(int limit) {
    List<Refusal> newest = new ArrayList<>();
    refusals.descending(
        (_, row) -> {
          Refusal refusal = read(LogRows::refusal, row);
          boolean dayDone = !newest.isEmpty() && newest.getLast().day() != refusal.day();
          if (dayDone && newest.size() >= limit) {
            return false;
          }
          return newest.add(refusal);
        });
    newest.sort(Comparator.comparing(Refusal::last).reversed());
    return List.copyOf(newest.subList(0, Math.min(limit, newest.size())));
  }

  @Override
  public long pruneAudit(Instant before) {
    writing.lock();
    try {
      List<Bytes> old = new ArrayList<>();
      audit.ascending(
          Bytes.empty(),
          (key, row) -> {
            if (read(LogRows::audit, row).at().isBefore(before)) {
              old.add(key);
              return true;
            }
            return false;
          });
      Batch batch = new Batch();
      old.forEach(key -> batch.remove(audit, key));
      if (!batch.isEmpty()) {
        write(batch);
      }
      return old.size();
    } finally {
      writing.unlock();
    }
  }

  private static Bytes key(EntryKey key) {
    return Bytes.utf8(key.text());
  }

  private static EntryKey entryKey(Bytes raw) {
    return read(
        bytes ->
            EntryKey.parse(bytes.toUtf8())
                .orElseThrow(
                    () -> new InvalidProtocolBufferException("an entry under a key that is none")),
        raw);
  }

  private static <T> T read(RowReader<T> reader, Bytes row) {
    try {
      return reader.read(row);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      throw new DatabaseException(
          Kind.DAMAGED,
          "a row of the trust database cannot be read ("
              + e.getMessage()
              + "): restore a backup, or move the db folder away to start anew");
    }
  }

  @Override
  public void close() {}
}
