package org.trustnet.trust.bootstrap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ranks remembered peers by measured quality, spread over address groups; anchors first. */
final class RememberedOrder {
  private RememberedOrder() {}

  static List<Remembered> of(List<Remembered> peers, int most) {
    List<Remembered> byQuality = new ArrayList<>(peers);
    byQuality.sort(
        Comparator.comparing(Remembered::anchor)
            .thenComparingDouble(Remembered::quality)
            .reversed());
    Map<Integer, List<Remembered>> rounds = new java.util.TreeMap<>();
    Map<AddressGroup, Integer> perGroup = new HashMap<>();
    for (Remembered peer : byQuality) {
      int round =
          peer.anchor() ? 0 : peer.group().map(g -> perGroup.merge(g, 1, Integer::sum)).orElse(1);
      rounds.computeIfAbsent(round, r -> new ArrayList<>()).add(peer);
    }
    return rounds.values().stream().flatMap(List::stream).limit(most).toList();
  }
}
