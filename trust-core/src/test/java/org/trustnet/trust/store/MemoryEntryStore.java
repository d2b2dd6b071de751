package org.trustnet.trust.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** The store in memory, for tests; can be told to fail. Thread-safe. */
public final class MemoryEntryStore implements EntryStore {
  private final Map<EntryKey, TrustEntry> entries = new HashMap<>();
  private final Map<EntryKey, CachedFile> files = new HashMap<>();
  private final Map<PeerId, NameRecord> names = new HashMap<>();
  private final Set<EntryKey> removedMarks = new HashSet<>();
  private final List<AuditLine> audit = new ArrayList<>();
  private final Map<String, Refusal> refusals = new LinkedHashMap<>();
  private Blocks blocks = Blocks.NONE;
  private Matrix matrix = Matrix.standard();
  private Optional<TrustTime> time = Optional.empty();
  private boolean full;

  /** From now on every write fails, as on a full disk. */
  public synchronized void fill() {
    full = true;
  }

  @Override
  public synchronized void commit(EntryBatch batch) {
    checkSpace();
    for (EntryKey key : batch.removed()) {
      entries.remove(key);
      files.remove(key);
    }
    batch.entries().forEach(e -> entries.put(e.key(), e));
    for (EntryBatch.FileChange change : batch.files()) {
      change
          .file()
          .ifPresentOrElse(f -> files.put(change.key(), f), () -> files.remove(change.key()));
    }
    batch.resetFloors().forEach(n -> names.computeIfPresent(n, (k, r) -> r.withoutFloor()));
    batch.names().forEach(n -> names.merge(n.name(), n, NameRecord::merged));
    batch.removedMarks().forEach(removedMarks::add);
    batch.entries().forEach(e -> removedMarks.remove(e.key()));
    batch.blocks().ifPresent(b -> blocks = b);
    batch.matrix().ifPresent(m -> matrix = m);
    batch.time().ifPresent(t -> time = Optional.of(t));
    audit.addAll(batch.audit());
    batch.refusals().forEach(this::count);
  }

  private void count(Refusal refusal) {
    Refusal before = refusals.remove(refusal.line());
    refusals.put(refusal.line(), before == null ? refusal : before.merged(refusal));
    if (refusals.size() > Refusal.RING) {
      refusals.remove(refusals.keySet().iterator().next());
    }
  }

  @Override
  public synchronized void persistSeen(PeerId name, Floor floor) {
    checkSpace();
    names.merge(name, NameRecord.of(name).raised(floor), (old, seen) -> old.raised(floor));
  }

  private void checkSpace() {
    if (full) {
      throw new StoreRefusal("no space left", new IOException());
    }
  }

  @Override
  public synchronized List<Holding> holdings() {
    return entries.values().stream().map(this::held).toList();
  }

  @Override
  public synchronized Optional<Holding> holding(EntryKey key) {
    return Optional.ofNullable(entries.get(key)).map(this::held);
  }

  private Holding held(TrustEntry entry) {
    return new Holding(entry, Optional.ofNullable(files.get(entry.key())));
  }

  @Override
  public synchronized Optional<NameRecord> name(PeerId name) {
    return Optional.ofNullable(names.get(name));
  }

  @Override
  public synchronized List<NameRecord> names() {
    return List.copyOf(names.values());
  }

  @Override
  public synchronized Set<EntryKey> removedMarks() {
    return Set.copyOf(removedMarks);
  }

  @Override
  public synchronized Blocks blocks() {
    return blocks;
  }

  @Override
  public synchronized Matrix matrix() {
    return matrix;
  }

  @Override
  public synchronized Optional<TrustTime> trustTime() {
    return time;
  }

  @Override
  public synchronized List<AuditLine> audit(int limit) {
    return newest(audit, limit);
  }

  @Override
  public synchronized List<Refusal> refusals(int limit) {
    return newest(List.copyOf(refusals.values()), limit);
  }

  private static <T> List<T> newest(List<T> lines, int limit) {
    List<T> last = lines.subList(Math.max(0, lines.size() - limit), lines.size());
    return List.copyOf(last.reversed());
  }

  @Override
  public synchronized long pruneAudit(Instant before) {
    checkSpace();
    int old = audit.size();
    audit.removeIf(line -> line.at().isBefore(before));
    return old - audit.size();
  }

  @Override
  public void close() {}
}
