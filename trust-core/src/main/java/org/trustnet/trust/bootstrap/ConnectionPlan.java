package org.trustnet.trust.bootstrap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.model.EntryKey;

/**
 * Which of the peers allowed {@code hold-connection} are held: ranked by level, then measured
 * quality, within the limits of section 10. Any thread.
 */
public final class ConnectionPlan {
  /** Most connections held for trust's sake. */
  public static final int MAX_HELD = 256;

  /** Most of them that one root entry causes; a peer of several counts for the one with fewest. */
  public static final int MAX_HELD_PER_ROOT = 32;

  private ConnectionPlan() {}

  /**
   * The peers to hold, best first.
   *
   * @param candidates peers allowed hold-connection
   * @param quality measured quality, higher is better
   */
  public static List<Candidate> held(List<Candidate> candidates, ToDoubleFunction<PeerId> quality) {
    return ranked(candidates, quality, MAX_HELD, MAX_HELD_PER_ROOT);
  }

  /** The peers to dial at start, best first: those allowed connect-on-startup. */
  public static List<Candidate> startup(
      List<Candidate> candidates, ToDoubleFunction<PeerId> quality) {
    return ranked(candidates, quality, BootstrapMachine.MAX_STARTUP, Integer.MAX_VALUE);
  }

  private static List<Candidate> ranked(
      List<Candidate> candidates, ToDoubleFunction<PeerId> quality, int most, int perRoot) {
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(
        Comparator.comparingInt(ConnectionPlan::rank)
            .thenComparingDouble(c -> quality.applyAsDouble(c.peer()))
            .reversed()
            .thenComparing(Candidate::peer));
    Map<EntryKey, Integer> used = new HashMap<>();
    List<Candidate> chosen = new ArrayList<>();
    for (Candidate candidate : sorted) {
      Optional<EntryKey> root =
          candidate.roots().stream().min(Comparator.comparingInt(r -> used.getOrDefault(r, 0)));
      boolean fits = root.map(r -> used.getOrDefault(r, 0) < perRoot).orElse(true);
      if (fits && chosen.size() < most) {
        root.ifPresent(r -> used.merge(r, 1, Integer::sum));
        chosen.add(candidate);
      }
    }
    return List.copyOf(chosen);
  }

  private static int rank(Candidate candidate) {
    return candidate
        .level()
        .map(
            level ->
                switch (level) {
                  case PEER -> 1;
                  case MARGINAL -> 2;
                  case TRUSTED -> 3;
                  case ADVANCED -> 4;
                  case ULTIMATE -> 5;
                })
        .orElse(0);
  }
}
