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

  private Map<Bytes, Optional<V>> rows = new HashMap<>();

  synchronized void stored(Bytes key, V value) {
    rows.put(key, Optional.of(value));
  }

  synchronized void gone(Bytes key) {
    rows.put(key, Optional.empty());
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
