package org.trustnet.trust.bootstrap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.model.EntryKey;

/**
 * Picks some of very many candidates: each root entry in turn gives one at random, so that a long
 * list crowds out no short one. Looks at each candidate once for each of its roots.
 */
final class RootShares {
  private final RandomGenerator random;

  RootShares(RandomGenerator random) {
    this.random = random;
  }

  /** All of {@code candidates}, or {@code most} of them. */
  List<Candidate> pick(List<Candidate> candidates, int most) {
    if (candidates.size() <= most) {
      return candidates;
    }
    List<List<Candidate>> open = byRoot(candidates);
    Collections.shuffle(open, random);
    Set<Candidate> picked = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Candidate> order = new ArrayList<>(most);
    while (order.size() < most) {
      for (List<Candidate> left : open) {
        if (order.size() < most) {
          pickOne(left, picked, order);
        }
      }
      open.removeIf(List::isEmpty);
    }
    return order;
  }

  private static List<List<Candidate>> byRoot(List<Candidate> candidates) {
    Map<EntryKey, List<Candidate>> byRoot = new LinkedHashMap<>();
    List<Candidate> rootless = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.roots().isEmpty()) {
        rootless.add(candidate);
      }
      for (EntryKey root : candidate.roots()) {
        byRoot.computeIfAbsent(root, r -> new ArrayList<>()).add(candidate);
      }
    }
    List<List<Candidate>> lists = new ArrayList<>(byRoot.values());
    lists.add(rootless);
    return lists;
  }

  /** One of those of a root that no other root has given yet, if there is one. */
  private void pickOne(List<Candidate> left, Set<Candidate> picked, List<Candidate> order) {
    while (!left.isEmpty()) {
      Candidate candidate = swapRemove(left, random.nextInt(left.size()));
      if (picked.add(candidate)) {
        order.add(candidate);
        return;
      }
    }
  }

  /** Takes an element out by putting the last one in its place: the order is lost, no copy made. */
  static <T> T swapRemove(List<T> list, int index) {
    T last = list.removeLast();
    return index == list.size() ? last : list.set(index, last);
  }
}
