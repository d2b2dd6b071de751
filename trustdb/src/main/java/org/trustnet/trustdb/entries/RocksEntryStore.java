package org.trustnet.trustdb.entries;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.trustnet.trustdb.Table;

/** The entry store on a database. Closing it closes nothing: the database is its opener's. */
public final class RocksEntryStore implements EntryStore {
  /** The tables it needs. */
  public static final List<String> TABLES =
      List.of("entries", "files", "names", "marks", "policy", "audit", "refusals");

  private final Database database;
  private final Table entries;
  private final Table files;
  private final Table names;
  private final Table marks;
  private final Table policy;
  private final AuditTrail audit;
  private final RefusalRing refusals;
  private final ReentrantLock writing = new ReentrantLock();

  /** A store on {@code database}, which was opened with {@link #TABLES} among its tables. */
  public RocksEntryStore(Database database) {
    this.database = database;
    this.entries = database.table("entries");
    this.files = database.table("files");
    this.names = database.table("names");
    this.marks = database.table("marks");
    this.policy = database.table("policy");
    this.audit = new AuditTrail(database.table("audit"));
    this.refusals = new RefusalRing(database.table("refusals"));
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
      long nextAudit = audit.add(change.audit(), batch);
      long refused = refusals.add(change.refusals(), batch);
      if (!batch.isEmpty()) {
        write(batch);
      }
      audit.written(nextAudit);
      refusals.written(refused);
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
          cached.put(entryKey(key), Rows.read(FileRows::read, row));
          return true;
        });
    List<Holding> all = new ArrayList<>();
    entries.ascending(
        Bytes.empty(),
        (raw, row) -> {
          EntryKey key = entryKey(raw);
          TrustEntry entry = Rows.read(bytes -> EntryRows.read(key, bytes), row);
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
                      Rows.read(bytes -> EntryRows.read(key, bytes), row),
                      files.row(key(key)).map(file -> Rows.read(FileRows::read, file))));
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Optional<NameRecord> name(PeerId name) {
    return names.row(name.encode()).map(row -> Rows.read(bytes -> NameRows.read(name, bytes), row));
  }

  @Override
  public List<NameRecord> names() {
    List<NameRecord> all = new ArrayList<>();
    names.ascending(
        Bytes.empty(),
        (key, row) -> {
          all.add(Rows.read(bytes -> NameRows.read(PeerId.decode(key), bytes), row));
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
        .map(row -> Rows.read(PolicyRows::blocks, row))
        .orElse(Blocks.NONE);
  }

  @Override
  public Matrix matrix() {
    return policy
        .row(PolicyRows.MATRIX)
        .map(row -> Rows.read(PolicyRows::matrix, row))
        .orElse(Matrix.standard());
  }

  @Override
  public Optional<TrustTime> trustTime() {
    return policy.row(PolicyRows.TIME).map(row -> Rows.read(PolicyRows::time, row));
  }

  @Override
  public List<AuditLine> audit(int limit) {
    return audit.newest(limit);
  }

  @Override
  public List<Refusal> refusals(int limit) {
    return refusals.newest(limit);
  }

  @Override
  public long pruneAudit(Instant before) {
    writing.lock();
    try {
      Batch batch = new Batch();
      int pruned = audit.prune(before, batch);
      if (!batch.isEmpty()) {
        write(batch);
      }
      return pruned;
    } finally {
      writing.unlock();
    }
  }

  private static Bytes key(EntryKey key) {
    return Bytes.utf8(key.text());
  }

  private static EntryKey entryKey(Bytes raw) {
    return Rows.read(
        bytes ->
            EntryKey.parse(bytes.toUtf8())
                .orElseThrow(
                    () -> new InvalidProtocolBufferException("an entry under a key that is none")),
        raw);
  }

  @Override
  public void close() {}
}
