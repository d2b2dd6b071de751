package org.trustnet.libp2p.kad.routing;

import java.util.Arrays;
import java.util.Collection;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/**
 * The address groups that a peer's addresses fall into: who holds many addresses of one group is
 * one owner until proven otherwise. As go-libp2p-kbucket: IPv4 by /16, except eight blocks that
 * were given out whole, which count by /8. IPv6 by /32: go asks a table of autonomous systems and
 * falls back to this prefix; we carry no such table. Addresses without an IP address have no group.
 */
public final class AddressGroups {
  /** Most groups of one peer that are counted; the first ones in address order are kept. */
  public static final int MAX_GROUPS = 8;

  /** How loopback addresses are grouped. */
  public enum Loopback {
    /** Like any other IPv4 or IPv6 prefix: all of 127.0/16 is one group. */
    GROUPED,
    /** Each address and port is a group of its own: for networks of many nodes on one machine. */
    EACH_PORT_APART
  }

  private static final AddressGroups NONE = new AddressGroups(new long[0]);
  private static final long KIND_V4_SHORT = 1L << 56;
  private static final long KIND_V4_LONG = 2L << 56;
  private static final long KIND_V6 = 3L << 56;
  private static final long KIND_LOOPBACK = 4L << 56;

  /** The first bytes of the IPv4 blocks that one owner holds whole, go-libp2p-kbucket filter.go. */
  private static final int[] WHOLE_BLOCKS = {12, 17, 19, 38, 48, 53, 56, 73};

  private final long[] groups;

  private AddressGroups(long[] groups) {
    this.groups = groups;
  }

  public static AddressGroups none() {
    return NONE;
  }

  /** The distinct groups of these addresses. */
  public static AddressGroups of(Collection<Multiaddr> addresses, Loopback loopback) {
    long[] found = new long[MAX_GROUPS];
    int count = 0;
    for (Multiaddr address : addresses) {
      long group = groupOf(address, loopback);
      if (group != 0 && count < MAX_GROUPS && !contains(found, count, group)) {
        found[count++] = group;
      }
    }
    return count == 0 ? NONE : new AddressGroups(Arrays.copyOf(found, count));
  }

  /** The group of one address; 0 for none. */
  public static long groupOf(Multiaddr address, Loopback loopback) {
    if (address.isCircuit() || address.ip().isEmpty()) {
      return 0;
    }
    IpAddress ip = address.ip().get();
    if (loopback == Loopback.EACH_PORT_APART && ip.scope() == IpAddress.Scope.LOOPBACK) {
      return KIND_LOOPBACK | tail(ip) << 16 | address.port().orElse(0);
    }
    return groupOf(ip);
  }

  /** The group of one IP address, never 0. */
  public static long groupOf(IpAddress ip) {
    if (ip.isV4()) {
      return groupOf4(ip, 0);
    }
    if (ip.scope() == IpAddress.Scope.IPV4_MAPPED) {
      return groupOf4(ip, 12);
    }
    return KIND_V6 | first(ip, 0, 4);
  }

  public int size() {
    return groups.length;
  }

  /** The group at {@code index}. */
  public long at(int index) {
    return groups[index];
  }

  private static long groupOf4(IpAddress ip, int at) {
    int head = ip.bytes().unsigned(at);
    return Arrays.binarySearch(WHOLE_BLOCKS, head) >= 0
        ? KIND_V4_SHORT | head
        : KIND_V4_LONG | first(ip, at, 2);
  }

  private static long tail(IpAddress ip) {
    return first(ip, ip.bytes().length() - 4, 4);
  }

  private static long first(IpAddress ip, int from, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | ip.bytes().unsigned(from + i);
    }
    return value;
  }

  private static boolean contains(long[] found, int count, long group) {
    for (int i = 0; i < count; i++) {
      if (found[i] == group) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AddressGroups other && Arrays.equals(groups, other.groups);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(groups);
  }

  @Override
  public String toString() {
    return Arrays.stream(groups).mapToObj(Long::toHexString).toList().toString();
  }
}
