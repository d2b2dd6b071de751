package org.trustnet.libp2p.host.limits;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.IpAddress;

/**
 * Counts inbound connections by address group, and how fast new ones come. Bounded: remembers at
 * most {@link ResourceLimits.Groups#MAX_GROUPS} groups and refuses new ones while all of them are
 * in use.
 */
final class GroupTable {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private static final class Count {
    int connections;
    long spentUntilNanos;

    Count(long nowNanos) {
      spentUntilNanos = nowNanos;
    }
  }

  private final ResourceLimits.Groups limits;
  private final int maxGroups;
  private final Map<AddressGroup, Count> counts = new HashMap<>();

  GroupTable(ResourceLimits.Groups limits, int maxGroups) {
    this.limits = limits;
    this.maxGroups = maxGroups;
  }

  synchronized int size() {
    return counts.size();
  }

  /** Counts a connection; the limit that forbids it, or null. */
  synchronized @Nullable Limit enter(IpAddress address, int port, long nowNanos) {
    AddressGroup outer = AddressGroup.of(address, port, limits.loopback());
    if (!counts.containsKey(outer) && !room(nowNanos)) {
      return Limit.ADDRESS_GROUPS;
    }
    Count outerCount = counts.computeIfAbsent(outer, _ -> new Count(nowNanos));
    if (outerCount.connections >= (outer.isV4() ? limits.ip4Host() : limits.ip6Block())) {
      return outer.isV4() ? Limit.CONNECTIONS_OF_IP4 : Limit.CONNECTIONS_OF_IP6_BLOCK;
    }
    Count innerCount = outer.isV4() ? null : counts.get(outer.site(address));
    if (innerCount != null && innerCount.connections >= limits.ip6Site()) {
      return Limit.CONNECTIONS_OF_IP6_SITE;
    }
    if (!take(outerCount, nowNanos)) {
      return Limit.ACCEPT_RATE;
    }
    outerCount.connections++;
    if (!outer.isV4()) {
      counts.computeIfAbsent(outer.site(address), _ -> new Count(nowNanos)).connections++;
    }
    return null;
  }

  /** Takes a connection that was counted off again. */
  synchronized void leave(IpAddress address, int port) {
    AddressGroup outer = AddressGroup.of(address, port, limits.loopback());
    Count count = counts.get(outer);
    if (count != null) {
      count.connections--;
    }
    if (!outer.isV4()) {
      counts.computeIfPresent(
          outer.site(address), (_, inner) -> --inner.connections == 0 ? null : inner);
    }
  }

  /** Room for a group and its site; forgets idle groups whose rate has recovered. */
  private boolean room(long nowNanos) {
    if (counts.size() + 2 > maxGroups) {
      counts.values().removeIf(c -> c.connections == 0 && c.spentUntilNanos - nowNanos <= 0);
    }
    return counts.size() + 2 <= maxGroups;
  }

  private boolean take(Count count, long nowNanos) {
    if (count.spentUntilNanos - nowNanos < 0) {
      count.spentUntilNanos = nowNanos;
    }
    long cost = SECOND_NANOS / limits.acceptsPerSecond();
    if (count.spentUntilNanos + cost - nowNanos > SECOND_NANOS) {
      return false;
    }
    count.spentUntilNanos += cost;
    return true;
  }
}
