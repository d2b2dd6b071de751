package org.trustnet.trustdb.entries;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trustdb.Batch;
import org.trustnet.trustdb.Table;

/**
 * The table of refusals: a line for each day, name and reason, and the newest {@link Refusal#RING}
 * of them. Lines are added under the writer's lock; they are read on any thread.
 */
final class RefusalRing {
  private final Table table;
  private long lines;

  RefusalRing(Table table) {
    this.table = table;
    table.ascending(
        Bytes.empty(),
        (_, _) -> {
          lines++;
          return true;
        });
  }

  /**
   * Puts what {@code coming} changes into {@code batch}.
   *
   * @return how many lines there are once the batch is written, for {@link #written}
   */
  long add(List<Refusal> coming, Batch batch) {
    TreeMap<Bytes, Refusal> changed = new TreeMap<>();
    long fresh = 0;
    for (Refusal refusal : coming) {
      Bytes key = LogRows.key(refusal);
      Refusal before = changed.get(key);
      if (before == null) {
        Optional<Bytes> stored = table.row(key);
        fresh += stored.isEmpty() ? 1 : 0;
        changed.put(
            key, stored.map(s -> Rows.read(LogRows::refusal, s).merged(refusal)).orElse(refusal));
      } else {
        changed.put(key, before.merged(refusal));
      }
    }
    long excess = Math.max(0, lines + fresh - Refusal.RING);
    for (Bytes key : oldest(excess, changed.navigableKeySet())) {
      changed.remove(key);
      batch.remove(table, key);
    }
    changed.forEach((key, refusal) -> batch.put(table, key, LogRows.write(refusal)));
    return lines + fresh - excess;
  }

  /** The batch is on the disk. */
  void written(long linesNow) {
    lines = linesNow;
  }

  /** The first {@code count} keys of the stored lines and of those about to be written. */
  private List<Bytes> oldest(long count, NavigableSet<Bytes> coming) {
    if (count == 0) {
      return List.of();
    }
    TreeSet<Bytes> keys = new TreeSet<>(coming);
    long[] seen = {0};
    table.ascending(
        Bytes.empty(),
        (key, _) -> {
          keys.add(key);
          return ++seen[0] < count;
        });
    return keys.stream().limit(count).toList();
  }

  /** The last {@code limit} lines, the newest first. */
  List<Refusal> newest(int limit) {
    List<Refusal> newest = new ArrayList<>();
    table.descending(
        (_, row) -> {
          Refusal refusal = Rows.read(LogRows::refusal, row);
          boolean dayDone = !newest.isEmpty() && newest.getLast().day() != refusal.day();
          if (dayDone && newest.size() >= limit) {
            return false;
          }
          return newest.add(refusal);
        });
    newest.sort(Comparator.comparing(Refusal::last).reversed());
    return List.copyOf(newest.subList(0, Math.min(limit, newest.size())));
  }
}
