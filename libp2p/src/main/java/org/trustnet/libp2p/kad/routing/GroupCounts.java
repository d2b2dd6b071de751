package org.trustnet.libp2p.kad.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many peers of each address group a table holds. Under the table's monitor. */
final class GroupCounts {
  private final Map<Long, Integer> inTable = new HashMap<>();

  void add(AddressGroups groups) {
    for (int i = 0; i < groups.size(); i++) {
      inTable.merge(groups.at(i), 1, Integer::sum);
    }
  }

  void remove(AddressGroups groups) {
    for (int i = 0; i < groups.size(); i++) {
      inTable.computeIfPresent(groups.at(i), (group, count) -> count == 1 ? null : count - 1);
    }
  }

  /**
   * Whether a peer of {@code wanted} may come in.
   *
   * @param bucket the groups of each peer that will stay in its bucket
   * @param leaving the groups of the peer that makes room for it
   */
  boolean fits(
      AddressGroups wanted,
      DiversityLimits limits,
      List<AddressGroups> bucket,
      AddressGroups leaving) {
    for (int i = 0; i < wanted.size(); i++) {
      long group = wanted.at(i);
      int others = inTable.getOrDefault(group, 0) - (has(leaving, group) ? 1 : 0);
      if (others >= limits.perTable()
          || bucket.stream().filter(peer -> has(peer, group)).count() >= limits.perBucket()) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(AddressGroups groups, long group) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.at(i) == group) {
        return true;
      }
    }
    return false;
  }
}
