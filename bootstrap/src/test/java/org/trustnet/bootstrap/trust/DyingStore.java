package org.trustnet.bootstrap.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.EntryStore;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;

/** A store whose machine dies before a file is committed, once it is told to. */
final class DyingStore implements EntryStore {
  private final EntryStore store;
  private volatile boolean dies;

  DyingStore(EntryStore store) {
    this.store = store;
  }

  void dieBeforeNextFile() {
    dies = true;
  }

  @Override
  public void commit(EntryBatch batch) {
    if (dies && !batch.files().isEmpty()) {
      throw new UncheckedIOException(new IOException("the machine died"));
    }
    store.commit(batch);
  }

  @Override
  public void persistSeen(PeerId name, Floor floor) {
    store.persistSeen(name, floor);
  }

  @Override
  public List<Holding> holdings() {
    return store.holdings();
  }

  @Override
  public Optional<Holding> holding(EntryKey key) {
    return store.holding(key);
  }

  @Override
  public Optional<NameRecord> name(PeerId name) {
    return store.name(name);
  }

  @Override
  public List<NameRecord> names() {
    return store.names();
  }

  @Override
  public Set<EntryKey> removedMarks() {
    return store.removedMarks();
  }

  @Override
  public Blocks blocks() {
    return store.blocks();
  }

  @Override
  public Matrix matrix() {
    return store.matrix();
  }

  @Override
  public Optional<TrustTime> trustTime() {
    return store.trustTime();
  }

  @Override
  public List<AuditLine> audit(int limit) {
    return store.audit(limit);
  }

  @Override
  public List<Refusal> refusals(int limit) {
    return store.refusals(limit);
  }

  @Override
  public long pruneAudit(Instant before) {
    return store.pruneAudit(before);
  }

  @Override
  public void close() {
    store.close();
  }
}
