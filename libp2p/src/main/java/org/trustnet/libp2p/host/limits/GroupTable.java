package org.trustnet.libp2p.host.limits;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.IpAddress;

/**
 * Counts inbound connections by address group, and how fast new ones come. An IPv4 address mapped
 * into IPv6 counts as itself. Bounded: remembers at most {@link ResourceLimits.Groups#MAX_GROUPS}
 * groups and refuses new ones while all of them are in use.
 */
final class GroupTable {
  private static final long SECOND_NANOS = 1_000_000_000L;

  /**
   * A neighbourhood.
   *
   * @param port 0, or the port of a loopback group
   */
  private record Group(IpAddress prefix, int bits, int port) {}

  private static final class Count {
    int connections;
    long spentUntilNanos;

    Count(long nowNanos) {
      spentUntilNanos = nowNanos;
    }
  }

  private final ResourceLimits.Groups limits;
  private final int maxGroups;
  private final Map<Group, Count> counts = new HashMap<>();

  GroupTable(ResourceLimits.Groups limits, int maxGroups) {
    this.limits = limits;
    this.maxGroups = maxGroups;
  }

  synchronized int size() {
    return counts.size();
  }

  /** Counts a connection; the limit that forbids it, or null. */
  synchronized @Nullable Limit enter(IpAddress address, int port, long nowNanos) {
    IpAddress ip = unmapped(address);
    boolean byPort = byPort(ip);
    Group outer = outer(ip, byPort ? port : 0);
    if (!counts.containsKey(outer) && !room(nowNanos)) {
      return Limit.ADDRESS_GROUPS;
    }
    Count outerCount = counts.computeIfAbsent(outer, _ -> new Count(nowNanos));
    if (outerCount.connections >= (ip.isV4() ? limits.ip4Host() : limits.ip6Block())) {
      return ip.isV4() ? Limit.CONNECTIONS_OF_IP4 : Limit.CONNECTIONS_OF_IP6_BLOCK;
    }
    Count innerCount = ip.isV4() ? null : counts.get(site(ip, outer.port));
    if (innerCount != null && innerCount.connections >= limits.ip6Site()) {
      return Limit.CONNECTIONS_OF_IP6_SITE;
    }
    if (!take(outerCount, nowNanos)) {
      return Limit.ACCEPT_RATE;
    }
    outerCount.connections++;
    if (!ip.isV4()) {
      counts.computeIfAbsent(site(ip, outer.port), _ -> new Count(nowNanos)).connections++;
    }
    return null;
  }

  /** Takes a connection that was counted off again. */
  synchronized void leave(IpAddress address, int port) {
    IpAddress ip = unmapped(address);
    Group outer = outer(ip, byPort(ip) ? port : 0);
    Count count = counts.get(outer);
    if (count != null) {
      count.connections--;
    }
    if (!ip.isV4()) {
      counts.computeIfPresent(
          site(ip, outer.port), (_, inner) -> --inner.connections == 0 ? null : inner);
    }
  }

  private boolean byPort(IpAddress ip) {
    return limits.loopback() == ResourceLimits.Loopback.BY_PORT
        && ip.scope() == IpAddress.Scope.LOOPBACK;
  }

  private static Group outer(IpAddress ip, int port) {
    int bits = ip.isV4() ? 32 : 48;
    return new Group(ip.prefix(bits), bits, port);
  }

  private static Group site(IpAddress ip, int port) {
    return new Group(ip.prefix(56), 56, port);
  }

  private static IpAddress unmapped(IpAddress ip) {
    return ip.scope() == IpAddress.Scope.IPV4_MAPPED ? new IpAddress(ip.bytes().slice(12)) : ip;
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
