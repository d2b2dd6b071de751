package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.trustnet.libp2p.host.DialGate;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/**
 * How often lists may make us dial one place, so that a list cannot aim its followers at a victim.
 * Trust model, section 10. Every dial for a listed peer asks it, also one that renews a connection
 * and one to an address that the peer itself tells. Safe on any thread.
 */
final class DialBudget implements DialGate {
  /** Dials a minute to one IPv4 address or IPv6 /64. */
  static final int TO_ADDRESS = 8;

  /** Dials a minute to one IPv4 /24 or IPv6 /48. */
  static final int TO_NETWORK = 32;

  /** The window. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Places that are remembered; of more, those dialled longest ago are forgotten. */
  static final int MAX_PLACES = 8_192;

  private record Place(IpAddress prefix, int port, int most) {}

  private final ResourceLimits.Loopback loopback;
  private final LongSupplier nanos;
  private final Map<Place, Deque<Long>> dials = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Makes a budget that nothing was taken of.
   *
   * @param nanos a monotonic clock, in nanoseconds
   */
  DialBudget(ResourceLimits.Loopback loopback, LongSupplier nanos) {
    this.loopback = loopback;
    this.nanos = nanos;
  }

  @Override
  public synchronized Optional<String> refusal(Multiaddr address) {
    long now = nanos.getAsLong();
    List<Place> places = places(address);
    if (!places.stream().allMatch(place -> free(place, now))) {
      return Optional.of("lists had this place dialled too often this minute");
    }
    places.forEach(place -> dials.computeIfAbsent(place, p -> new ArrayDeque<>()).add(now));
    while (dials.size() > MAX_PLACES) {
      dials.remove(dials.keySet().iterator().next());
    }
    return Optional.empty();
  }

  private boolean free(Place place, long now) {
    Deque<Long> times = dials.get(place);
    if (times == null) {
      return true;
    }
    while (!times.isEmpty() && now - times.getFirst() >= WINDOW.toNanos()) {
      times.removeFirst();
    }
    return times.size() < place.most;
  }

  private List<Place> places(Multiaddr address) {
    Optional<IpAddress> ip = address.ip();
    if (ip.isEmpty()) {
      return List.of();
    }
    IpAddress at = ip.get();
    if (at.scope() == IpAddress.Scope.LOOPBACK && loopback == ResourceLimits.Loopback.BY_PORT) {
      return List.of(new Place(at, address.port().orElse(0), TO_ADDRESS));
    }
    return at.isV4()
        ? List.of(new Place(at, 0, TO_ADDRESS), new Place(at.prefix(24), -1, TO_NETWORK))
        : List.of(
            new Place(at.prefix(64), 0, TO_ADDRESS), new Place(at.prefix(48), -1, TO_NETWORK));
  }
}
