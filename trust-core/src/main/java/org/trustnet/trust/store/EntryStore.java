package org.trustnet.trust.store;

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

/**
 * Where entries, files, floors and the log are kept. Every write is durable when its call returns
 * and is seen whole or not at all after a crash. One writer; reads from any thread.
 *
 * <p>A store that cannot write throws {@link StoreRefusal} and has changed nothing.
 */
public interface EntryStore extends AutoCloseable {
  /** Applies {@code batch} in one atomic synced write. */
  void commit(EntryBatch batch);

  /**
   * Raises the floor of {@code name}, synced, before its file is asked for. Never lowers: a floor
   * not above the one there changes nothing.
   */
  void persistSeen(PeerId name, Floor floor);

  /** All entries with their files. */
  List<Holding> holdings();

  Optional<Holding> holding(EntryKey key);

  /** What is remembered of a name, with or without entry. */
  Optional<NameRecord> name(PeerId name);

  /** All names of which something is remembered. */
  List<NameRecord> names();

  /** Marked entries that the user removed for good. */
  Set<EntryKey> removedMarks();

  Blocks blocks();

  Matrix matrix();

  /** Trust time as last persisted; empty in a new store. */
  Optional<TrustTime> trustTime();

  /**
   * The newest lines of the log, newest first.
   *
   * @param limit at most so many
   */
  List<AuditLine> audit(int limit);

  /** The newest refusals, by the moment of their latest, newest first. */
  List<Refusal> refusals(int limit);

  /**
   * Removes the log's lines before {@code before}: {@code trust log prune}. Returns how many. The
   * refusal ring is not touched.
   */
  long pruneAudit(Instant before);

  @Override
  void close();
}
