package org.trustnet.trust.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.Blocks;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.TrustEntry;

/**
 * One change, written whole or not at all.
 *
 * @param entries entries as they are now
 * @param files cached files as they are now
 * @param removed entries that are no more, with their files
 * @param names records of names as they are now; their floors are merged, never lowered
 * @param resetFloors names whose floor is taken away: {@code trust reset-floor} alone
 * @param removedMarks marked entries that the user removed for good
 * @param blocks what is blocked now, if that changed
 * @param matrix the matrix now, if that changed
 * @param time trust time, if it is to be persisted
 * @param audit lines to append
 * @param refusals refusals to count
 */
public record EntryBatch(
    List<TrustEntry> entries,
    List<FileChange> files,
    Set<EntryKey> removed,
    List<NameRecord> names,
    Set<PeerId> resetFloors,
    Set<EntryKey> removedMarks,
    Optional<Blocks> blocks,
    Optional<Matrix> matrix,
    Optional<TrustTime> time,
    List<AuditLine> audit,
    List<Refusal> refusals) {

  /**
   * The file of an entry.
   *
   * @param key whose
   * @param file the file it holds now; empty if none
   */
  public record FileChange(EntryKey key, Optional<CachedFile> file) {}

  public EntryBatch {
    entries = List.copyOf(entries);
    files = List.copyOf(files);
    removed = Set.copyOf(removed);
    names = List.copyOf(names);
    resetFloors = Set.copyOf(resetFloors);
    removedMarks = Set.copyOf(removedMarks);
    audit = List.copyOf(audit);
    refusals = List.copyOf(refusals);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects a batch. One thread. */
  public static final class Builder {
    private final List<TrustEntry> entries = new ArrayList<>();
    private final List<FileChange> files = new ArrayList<>();
    private final Set<EntryKey> removed = new java.util.HashSet<>();
    private final List<NameRecord> names = new ArrayList<>();
    private final Set<PeerId> resetFloors = new java.util.HashSet<>();
    private final Set<EntryKey> removedMarks = new java.util.HashSet<>();
    private final List<AuditLine> audit = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private Optional<Blocks> blocks = Optional.empty();
    private Optional<Matrix> matrix = Optional.empty();
    private Optional<TrustTime> time = Optional.empty();

    private Builder() {}

    public Builder entry(TrustEntry entry) {
      entries.add(entry);
      return this;
    }

    public Builder file(EntryKey key, CachedFile file) {
      files.add(new FileChange(key, Optional.of(file)));
      return this;
    }

    public Builder dropFile(EntryKey key) {
      files.add(new FileChange(key, Optional.empty()));
      return this;
    }

    public Builder remove(EntryKey key) {
      removed.add(key);
      return this;
    }

    public Builder name(NameRecord record) {
      names.add(record);
      return this;
    }

    public Builder resetFloor(PeerId name) {
      resetFloors.add(name);
      return this;
    }

    public Builder removedMark(EntryKey mark) {
      removedMarks.add(mark);
      return this;
    }

    public Builder blocks(Blocks to) {
      blocks = Optional.of(to);
      return this;
    }

    public Builder matrix(Matrix to) {
      matrix = Optional.of(to);
      return this;
    }

    public Builder time(TrustTime to) {
      time = Optional.of(to);
      return this;
    }

    public Builder audit(AuditLine line) {
      audit.add(line);
      return this;
    }

    public Builder refusal(Refusal refusal) {
      refusals.add(refusal);
      return this;
    }

    public EntryBatch build() {
      return new EntryBatch(
          entries,
          files,
          removed,
          names,
          resetFloors,
          removedMarks,
          blocks,
          matrix,
          time,
          audit,
          refusals);
    }
  }
}
