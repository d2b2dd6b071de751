package org.trustnet.trustdb.entries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trustdb.Batch;
import org.trustnet.trustdb.Table;

/**
 * The table of audit lines, numbered in the order in which they were written. Lines are added and
 * pruned under the writer's lock; they are read on any thread.
 */
final class AuditTrail {
  private final Table table;
  private long next;

  AuditTrail(Table table) {
    this.table = table;
    table.descending(
        (key, _) -> {
          next = Rows.read(Rows::fromOrdered, key) + 1;
          return false;
        });
  }

  /**
   * Puts {@code lines} into {@code batch}.
   *
   * @return the number that is next once the batch is written, for {@link #written}
   */
  long add(List<AuditLine> lines, Batch batch) {
    long number = next;
    for (AuditLine line : lines) {
      batch.put(table, Rows.ordered(number++), LogRows.write(line));
    }
    return number;
  }

  /** The batch is on the disk. */
  void written(long nextNow) {
    next = nextNow;
  }

  /** The last {@code limit} lines, the newest first. */
  List<AuditLine> newest(int limit) {
    List<AuditLine> newest = new ArrayList<>();
    table.descending(
        (_, row) -> {
          if (newest.size() < limit) {
            newest.add(Rows.read(LogRows::audit, row));
          }
          return newest.size() < limit;
        });
    return newest;
  }

  /** Takes the lines that are older than {@code before} out; returns how many. */
  int prune(Instant before, Batch batch) {
    List<Bytes> old = new ArrayList<>();
    table.ascending(
        Bytes.empty(),
        (key, row) -> {
          if (Rows.read(LogRows::audit, row).at().isBefore(before)) {
            old.add(key);
            return true;
          }
          return false;
        });
    old.forEach(key -> batch.remove(table, key));
    return old.size();
  }
}
