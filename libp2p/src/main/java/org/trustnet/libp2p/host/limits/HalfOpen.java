package org.trustnet.libp2p.host.limits;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.random.RandomGenerator;

/**
 * The places of inbound connections that have not proved a key yet. When all are taken and one more
 * wants in, one of the address group that holds most of them goes, the newcomer counted with its
 * own: so a group that wants more than others gets no more than they do. Of several such groups, or
 * within one,
 *
 * <ol>
 *   <li>the one that has been silent for longest goes; the last to arrive are not silent yet;
 *   <li>where all have spoken, the newcomer or one that is drawn: that one the more likely the
 *       older it is, and for certain after {@link #OLD_NANOS}. So nobody who floods us can count on
 *       a place, and who got one can mostly keep it for some round trips.
 * </ol>
 *
 * <p>Who has proved a key has left, and is never chosen. Safe on any thread; calls nobody.
 */
final class HalfOpen {
  /**
   * From this age on a place that is drawn is lost for certain, in nanoseconds. A handshake takes
   * four round trips: 640 ms at 160 ms each.
   */
  static final long OLD_NANOS = 2_000_000_000L;

  /** One in so many places is for the last to arrive, whose first bytes may be on their way. */
  private static final int NEW_SHARE = 8;

  /** A place. Two are never equal. */
  final class Place implements HalfOpenPlace {
    private final AddressGroup group;
    private final Runnable close;
    private final long sinceNanos;
    private long number;
    private boolean heard;

    private Place(AddressGroup group, Runnable close, long sinceNanos) {
      this.group = group;
      this.close = close;
      this.sinceNanos = sinceNanos;
    }

    /** Tells the connection to end. */
    void close() {
      close.run();
    }

    @Override
    public void heard() {
      synchronized (HalfOpen.this) {
        heard = true;
      }
    }

    @Override
    public boolean leave() {
      return HalfOpen.this.leave(this);
    }
  }

  private final int places;
  private final RandomGenerator random;
  private final SequencedSet<Place> taken = new LinkedHashSet<>();
  private final Map<AddressGroup, Integer> byGroup = new HashMap<>();
  private long arrivals;

  /** With room for {@code places}, at least one. */
  HalfOpen(int places, RandomGenerator random) {
    this.places = places;
    this.random = random;
  }

  /**
   * A place that is not taken yet.
   *
   * @param group where the connection comes from
   * @param close ends the connection
   * @param nowNanos monotonic
   */
  Place place(AddressGroup group, Runnable close, long nowNanos) {
    return new Place(group, close, nowNanos);
  }

  /**
   * Gives a place, if all are taken for another's.
   *
   * @return who has none, to be closed: somebody who had one, or the newcomer
   */
  synchronized Optional<Place> enter(Place newcomer) {
    newcomer.number = ++arrivals;
    taken.add(newcomer);
    byGroup.merge(newcomer.group, 1, Integer::sum);
    if (taken.size() <= places) {
      return Optional.empty();
    }
    Place lost = loser(newcomer);
    leave(lost);
    return Optional.of(lost);
  }

  /** Gives a place back; false if it is lost, or was given back before. */
  private synchronized boolean leave(Place place) {
    if (!taken.remove(place)) {
      return false;
    }
    byGroup.computeIfPresent(place.group, (_, count) -> count == 1 ? null : count - 1);
    return true;
  }

  synchronized int size() {
    return taken.size();
  }

  private Place loser(Place newcomer) {
    int most = byGroup.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<Place> crowd =
        taken.stream().filter(place -> byGroup.getOrDefault(place.group, 0) == most).toList();
    return crowd.stream()
        .filter(this::isSilent)
        .findFirst()
        .orElseGet(() -> drawn(crowd, newcomer));
  }

  private boolean isSilent(Place place) {
    return !place.heard && place.number <= arrivals - Math.max(1, places / NEW_SHARE);
  }

  /** One of {@code crowd}; the newcomer instead where it is one of them and the draw says so. */
  private Place drawn(List<Place> crowd, Place newcomer) {
    Place place = crowd.get(random.nextInt(crowd.size()));
    long age = newcomer.sinceNanos - place.sinceNanos;
    boolean goes = age >= OLD_NANOS || random.nextLong(OLD_NANOS) < age;
    return goes || !crowd.contains(newcomer) ? place : newcomer;
  }
}
