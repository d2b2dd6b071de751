package org.trustnet.bootstrap.announce;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has reached nobody yet and is told as soon as there is somebody: at once the first time,
 * then after 10 s, 20 s, … up to 5 min. Pure; for one thread, or under its owner's lock. Give it a
 * clock that does not jump far.
 *
 * @param <K> what is told, by its key
 */
public final class Unheard<K> {
  /** Most keys that wait: each costs a walk through the DHT. */
  public static final int MAX = 65_536;

  /** How long a key waits after its first attempt that reached nobody. */
  public static final Duration FIRST = Duration.ofSeconds(10);

  /** How long it waits at most. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  /** How often {@link #FIRST} is doubled at most: 320 s is above {@link #LONGEST}. */
  private static final int DOUBLINGS = 5;

  /**
   * @param failures attempts that reached nobody although somebody was there
   * @param notBefore when it may be tried; {@link Instant#MAX} while it is being tried
   */
  private record Wait(int failures, Instant notBefore) {}

  private final Map<K, Wait> waiting = new LinkedHashMap<>();

  /**
   * Has {@code key}, which nobody was there to hear, told as soon as there is somebody.
   *
   * @return false if {@link #MAX} keys wait already
   */
  public boolean add(K key) {
    if (waiting.size() >= MAX && !waiting.containsKey(key)) {
      return false;
    }
    waiting.put(key, new Wait(0, Instant.MIN));
    return true;
  }

  /**
   * The keys to be tried now, those that wait longest first; each counts as being tried until
   * {@link #heard} or {@link #failed}. To be called only while there is somebody.
   */
  public List<K> take(int most, Instant now) {
    List<K> due = new ArrayList<>();
    for (Map.Entry<K, Wait> entry : waiting.entrySet()) {
      if (due.size() == most) {
        break;
      }
      Wait wait = entry.getValue();
      if (!wait.notBefore().isAfter(now)) {
        due.add(entry.getKey());
        entry.setValue(new Wait(wait.failures(), Instant.MAX));
      }
    }
    return due;
  }

  /** Somebody was told. */
  public void heard(K key) {
    waiting.remove(key);
  }

  /**
   * The attempt reached nobody although somebody is there; returns as {@link #add}.
   *
   * @param now when the attempt ended
   */
  public boolean failed(K key, Instant now) {
    int failures = waiting.getOrDefault(key, new Wait(0, now)).failures();
    boolean room = add(key);
    waiting.computeIfPresent(key, (_, _) -> new Wait(failures + 1, now.plus(pause(failures))));
    return room;
  }

  private static Duration pause(int failures) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** Whether {@code key} waits or is being tried. */
  public boolean contains(K key) {
    return waiting.containsKey(key);
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }
}
