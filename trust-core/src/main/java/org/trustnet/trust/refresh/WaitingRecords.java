package org.trustnet.trust.refresh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Records with usable values that wait for their turn, so many at most, one of each value. Who can
 * sign any number of better ones cannot keep another out for certain: when it is full, each that
 * came since the last turn has the same chance to be among them, and every other turn is that of a
 * drawn one instead of the best.
 */
final class WaitingRecords {
  /** Most records of one name, of up to {@link RecordValue#MAX_BYTES} each. */
  static final int MAX = 8;

  private final RandomGenerator random;
  private final int max;
  private final Map<RecordValue, RecordSummary> records = new LinkedHashMap<>();
  private int came;
  private boolean bestIsNext = true;

  WaitingRecords(RandomGenerator random) {
    this(random, MAX);
  }

  /**
   * @param max most records, 1 or more
   */
  WaitingRecords(RandomGenerator random, int max) {
    this.random = random;
    this.max = max;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  List<RecordSummary> all() {
    return List.copyOf(records.values());
  }

  /** Keeps the record, or does not, if there are too many. */
  void add(RecordSummary record) {
    RecordValue value = RecordValue.parse(record.value()).orElseThrow();
    RecordSummary same = records.get(value);
    if (same != null) {
      if (RecordSummary.BY_SELECTION.compare(record, same) > 0) {
        records.put(value, record);
      }
      return;
    }
    came = Math.max(came, records.size()) + 1;
    if (records.size() >= max) {
      int place = random.nextInt(came);
      if (place >= max) {
        return;
      }
      records.remove(List.copyOf(records.keySet()).get(place));
    }
    records.put(value, record);
  }

  /** Whether one of the same value is kept. */
  boolean contains(RecordSummary record) {
    return RecordValue.parse(record.value()).filter(records::containsKey).isPresent();
  }

  void remove(RecordSummary record) {
    RecordValue.parse(record.value()).ifPresent(records::remove);
  }

  /** The record whose turn it is, which waits no more. */
  Optional<RecordSummary> take() {
    if (records.isEmpty()) {
      return Optional.empty();
    }
    List<RecordSummary> waiting = all();
    RecordSummary taken =
        bestIsNext
            ? waiting.stream().max(RecordSummary.BY_SELECTION).orElseThrow()
            : waiting.get(random.nextInt(waiting.size()));
    bestIsNext = !bestIsNext;
    remove(taken);
    came = records.size();
    return Optional.of(taken);
  }

  void clear() {
    records.clear();
  }
}
