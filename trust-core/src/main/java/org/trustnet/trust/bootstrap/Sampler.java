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
 * 2. Each draw weighs all that are left, so that of more than {@link #MAX_POOL} candidates a random
 * share of each root takes part. Used once.
 */
final class Sampler {
  /** Most candidates that are drawn from: each draw passes over all of them. */
  static final int MAX_POOL = 4_096;

  private static final int SHARE = 4;

  private final RandomGenerator random;
  private final int slots;
  private final Map<EntryKey, Tally> perRoot = new HashMap<>();
  private final Map<AddressGroup, Tally> perGroup = new HashMap<>();
  private long weighed;

  /** How many were drawn of a root, in these slots, or of an address group. */
  private static final class Tally {
    private int drawn;
  }

  /** A candidate with what its weight depends on. */
  private record Ballot(
      Candidate candidate, double trust, List<Tally> roots, Optional<Tally> group) {
    /** How many slots the root has that the candidate counts for: the one with fewest. */
    int used() {
      int least = roots.isEmpty() ? 0 : Integer.MAX_VALUE;
      for (Tally root : roots) {
        least = Math.min(least, root.drawn);
      }
      return least;
    }

    double weight() {
      return trust / (1 + (group.isPresent() ? group.get().drawn : 0));
    }

    void charge() {
      int used = used();
      for (Tally root : roots) {
        if (root.drawn == used) {
          root.drawn++;
          break;
        }
      }
      group.ifPresent(g -> g.drawn++);
    }
  }

  Sampler(RandomGenerator random, int slots) {
    this.random = random;
    this.slots = slots;
  }

  /**
   * The order in which candidates are to be tried.
   *
   * @param most how many of them are wanted; as many are returned if there are so many
   */
  List<Candidate> order(List<Candidate> candidates, int most) {
    List<Ballot> left = new ArrayList<>();
    for (Candidate candidate : new RootShares(random).pick(candidates, Math.max(most, MAX_POOL))) {
      left.add(ballot(candidate));
    }
    List<Candidate> order = new ArrayList<>();
    while (!left.isEmpty() && order.size() < most) {
      if (order.size() % slots == 0) {
        perRoot.values().forEach(root -> root.drawn = 0);
      }
      Ballot next = RootShares.swapRemove(left, draw(left));
      next.charge();
      order.add(next.candidate());
    }
    return order;
  }

  /** How many candidates were weighed so far, in all draws: the work done. */
  long weighed() {
    return weighed;
  }

  /** Where in {@code left} the next one is; it is not empty. */
  private int draw(List<Ballot> left) {
    int share = Math.max(1, slots / SHARE);
    double within = 0;
    double all = 0;
    for (Ballot ballot : left) {
      weighed++;
      all += ballot.weight();
      within += ballot.used() < share ? ballot.weight() : 0;
    }
    boolean shared = within > 0; // otherwise every root has its share
    double at = random.nextDouble() * (shared ? within : all);
    int last = 0;
    for (int i = 0; i < left.size(); i++) {
      Ballot ballot = left.get(i);
      if (!shared || ballot.used() < share) {
        last = i;
        at -= ballot.weight();
        if (at < 0) {
          return i;
        }
      }
    }
    return last;
  }

  private Ballot ballot(Candidate candidate) {
    double trust =
        switch (candidate.level().orElse(TrustLevel.PEER)) {
          case PEER, MARGINAL -> 1;
          case TRUSTED -> 2;
          case ADVANCED -> 3;
          case ULTIMATE -> 4;
        };
    return new Ballot(
        candidate,
        trust,
        candidate.roots().stream()
            .map(root -> perRoot.computeIfAbsent(root, r -> new Tally()))
            .toList(),
        group(candidate).map(group -> perGroup.computeIfAbsent(group, g -> new Tally())));
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
