package org.trustnet.bootstrap.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;

/**
 * The last state of each changed row until it is written. Safe on any thread; nothing blocks.
 *
 * @param <V> what a row holds
 */
final class ChangedRows<V> {
  /**
   * Most rows that wait after a write that failed: a disk that refuses for long must not fill the
   * memory with keys that came and went.
   */
  static final int MAX_PUT_BACK = 65_536;

  /**
   * Most rows that wait for one write, twice what a flood leaves in {@link SoftState#FLUSH}: a disk
   * that takes minutes over a write must not fill the memory either. What changes beyond is not
   * written; the disk then has an older state of it, which ages as the rest does.
   */
  static final int MAX_WAITING = 131_072;

  private Map<Bytes, Optional<V>> rows = new HashMap<>();
  private int missed;

  synchronized void stored(Bytes key, V value) {
    note(key, Optional.of(value));
  }

  synchronized void gone(Bytes key) {
    note(key, Optional.empty());
  }

  private void note(Bytes key, Optional<V> row) {
    if (rows.size() < MAX_WAITING || rows.containsKey(key)) {
      rows.put(key, row);
    } else {
      missed++;
    }
  }

  /** How many changes were not noted since the last call, because {@link #MAX_WAITING} waited. */
  synchronized int takeMissed() {
    int taken = missed;
    missed = 0;
    return taken;
  }

  /** What changed since the last call; a row without value is to be removed. */
  synchronized Map<Bytes, Optional<V>> take() {
    Map<Bytes, Optional<V>> taken = rows;
    rows = new HashMap<>();
    return taken;
  }

  /**
   * Has what was taken and could not be written given once more, but for rows that have changed
   * again.
   *
   * @return how many rows are given up, because {@link #MAX_PUT_BACK} wait
   */
  synchronized int putBack(Map<Bytes, Optional<V>> taken) {
    int givenUp = 0;
    for (Map.Entry<Bytes, Optional<V>> row : taken.entrySet()) {
      if (rows.size() < MAX_PUT_BACK) {
        rows.putIfAbsent(row.getKey(), row.getValue());
      } else if (!rows.containsKey(row.getKey())) {
        givenUp++;
      }
    }
    return givenUp;
  }
}
