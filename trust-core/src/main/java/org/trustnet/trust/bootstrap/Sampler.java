package org.trustnet.trust.bootstrap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustLevel;

/**
 * Draws candidates at random, weighted by trust and diversity, so that no root entry fills more
 * than a quarter of the slots while another has an untried candidate. Trust model, section 8, stage
 * 2.
 */
final class Sampler {
  private static final int SHARE = 4;

  private final RandomGenerator random;
  private final int slots;
  private final Map<EntryKey, Integer> perRoot = new HashMap<>();
  private final Map<AddressGroup, Integer> perGroup = new HashMap<>();

  Sampler(RandomGenerator random, int slots) {
    this.random = random;
    this.slots = slots;
  }

  /** All of {@code candidates} in the order in which they are to be tried; none is lost. */
  List<Candidate> order(List<Candidate> candidates) {
    List<Candidate> left = new ArrayList<>(candidates);
    List<Candidate> order = new ArrayList<>();
    while (!left.isEmpty()) {
      if (order.size() % slots == 0) {
        perRoot.clear();
      }
      Candidate next = draw(left);
      left.remove(next);
      charge(next);
      order.add(next);
    }
    return order;
  }

  private Candidate draw(List<Candidate> left) {
    List<Candidate> within =
        left.stream().filter(c -> used(c) < Math.max(1, slots / SHARE)).toList();
    List<Candidate> eligible = within.isEmpty() ? left : within;
    double total = eligible.stream().mapToDouble(this::weight).sum();
    double at = random.nextDouble() * total;
    for (Candidate candidate : eligible) {
      at -= weight(candidate);
      if (at < 0) {
        return candidate;
      }
    }
    return eligible.getLast();
  }

  /** How many slots the root has that the candidate counts for: the one with fewest. */
  private int used(Candidate candidate) {
    return candidate.roots().stream().mapToInt(r -> perRoot.getOrDefault(r, 0)).min().orElse(0);
  }

  private void charge(Candidate candidate) {
    candidate.roots().stream()
        .min((a, b) -> perRoot.getOrDefault(a, 0) - perRoot.getOrDefault(b, 0))
        .ifPresent(root -> perRoot.merge(root, 1, Integer::sum));
    group(candidate).ifPresent(g -> perGroup.merge(g, 1, Integer::sum));
  }

  private double weight(Candidate candidate) {
    double trust =
        switch (candidate.level().orElse(TrustLevel.PEER)) {
          case PEER, MARGINAL -> 1;
          case TRUSTED -> 2;
          case ADVANCED -> 3;
          case ULTIMATE -> 4;
        };
    int same = group(candidate).map(g -> perGroup.getOrDefault(g, 0)).orElse(0);
    return trust / (1 + same);
  }

  private static Optional<AddressGroup> group(Candidate candidate) {
    for (Remote remote : candidate.dialling().remotes()) {
      if (remote instanceof Remote.Address address) {
        Optional<AddressGroup> group = AddressGroup.of(address.multiaddr());
        if (group.isPresent()) {
          return group;
        }
      }
    }
    return Optional.empty();
  }
}
