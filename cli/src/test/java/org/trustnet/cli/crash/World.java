package org.trustnet.cli.crash;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What commands have made of a node, as its operations tell it.
 *
 * @param entries by their labels
 * @param blocked peers
 * @param keys names of keys beside {@code self}
 * @param published by the name of the key
 * @param highWater a setting of the configuration
 * @param logged lines of the audit log
 */
record World(
    SortedMap<String, Entry> entries,
    SortedSet<String> blocked,
    SortedSet<String> keys,
    SortedMap<String, Published> published,
    long highWater,
    int logged) {
  /** An entry: its level, its functions with their signs, and whether it is suspended. */
  record Entry(String level, SortedSet<String> functions, boolean suspended) {
    Entry at(String other) {
      return new Entry(other, functions, suspended);
    }

    Entry suspended(boolean now) {
      return new Entry(level, functions, now);
    }

    /** With the function under this sign; under none if that is empty. */
    Entry with(String sign, String function) {
      SortedSet<String> changed = new TreeSet<>(functions);
      changed.remove("+" + function);
      changed.remove("-" + function);
      if (!sign.isEmpty()) {
        changed.add(sign + function);
      }
      return new Entry(level, changed, suspended);
    }
  }

  /** What a name leads to, by which sequence. */
  record Published(String value, long sequence) {}

  World entry(String label, UnaryOperator<Entry> change) {
    SortedMap<String, Entry> changed = new TreeMap<>(entries);
    changed.compute(
        label, (_, old) -> change.apply(old == null ? new Entry("", new TreeSet<>(), false) : old));
    int lines = changed.equals(entries) ? 0 : 1; // what changes nothing is not logged
    return new World(changed, blocked, keys, published, highWater, logged + lines);
  }

  World without(String label) {
    SortedMap<String, Entry> changed = new TreeMap<>(entries);
    changed.remove(label);
    return new World(changed, blocked, keys, published, highWater, logged + 1);
  }

  World block(String peer) {
    SortedSet<String> changed = new TreeSet<>(blocked);
    changed.add(peer);
    return new World(entries, changed, keys, published, highWater, logged + 1);
  }

  World unblock(String peer) {
    SortedSet<String> changed = new TreeSet<>(blocked);
    changed.remove(peer);
    return new World(entries, changed, keys, published, highWater, logged + 1);
  }

  World key(String name) {
    SortedSet<String> changed = new TreeSet<>(keys);
    changed.add(name);
    return new World(entries, blocked, changed, published, highWater, logged);
  }

  /** Each time by the next sequence, the first of which is 0. */
  World publish(String key, String value) {
    SortedMap<String, Published> changed = new TreeMap<>(published);
    changed.merge(key, new Published(value, 0), (old, anew) -> next(old, value));
    return new World(entries, blocked, keys, changed, highWater, logged);
  }

  private static Published next(Published old, String value) {
    return new Published(value, old.sequence() + 1);
  }

  World highWater(long value) {
    return new World(entries, blocked, keys, published, value, logged);
  }
}
