package org.trustnet.libp2p.host.limits;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The places of inbound connections that have not proved a key yet. When all are taken, a newcomer
 * takes the place of another: of the oldest in the address group that holds most of them, the
 * newcomer counted with its own; the oldest of all where several hold as many. So silent sockets
 * keep nobody out, and a group that wants more than others gets no more than they do. Who has
 * proved a key has left, and is never chosen. Safe on any thread; calls nobody.
 */
final class HalfOpen {
  /** A place. Two are never equal. */
  static final class Place {
    private final AddressGroup group;
    private final Runnable close;

    /**
     * A place that is not taken yet.
     *
     * @param group where the connection comes from
     * @param close ends the connection
     */
    Place(AddressGroup group, Runnable close) {
      this.group = group;
      this.close = close;
    }

    /** Tells the connection to end. */
    void close() {
      close.run();
    }
  }

  private final int places;
  private final SequencedSet<Place> taken = new LinkedHashSet<>();
  private final Map<AddressGroup, Integer> byGroup = new HashMap<>();

  /** With room for {@code places}, at least one. */
  HalfOpen(int places) {
    this.places = places;
  }

  /** Gives a place; who lost theirs for it, if all were taken, and is to be closed. */
  synchronized Optional<Place> enter(Place newcomer) {
    taken.add(newcomer);
    byGroup.merge(newcomer.group, 1, Integer::sum);
    if (taken.size() <= places) {
      return Optional.empty();
    }
    Place lost = oldestOfTheLargestGroup();
    leave(lost);
    return Optional.of(lost);
  }

  /** Gives a place back; false if it is lost, or was given back before. */
  synchronized boolean leave(Place place) {
    if (!taken.remove(place)) {
      return false;
    }
    byGroup.computeIfPresent(place.group, (_, count) -> count == 1 ? null : count - 1);
    return true;
  }

  synchronized int size() {
    return taken.size();
  }

  /**
   * In the order of arrival; never the newcomer, for a group of which it is alone is not larger.
   */
  private Place oldestOfTheLargestGroup() {
    int most = byGroup.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    return taken.stream()
        .filter(place -> byGroup.getOrDefault(place.group, 0) == most)
        .findFirst()
        .orElseThrow();
  }
}
