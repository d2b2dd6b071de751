package org.trustnet.trust.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trustnet.trust.Samples;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.decide.Dialling;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustLevel;

final class ConnectionPlanTest {
  private static Candidate candidate(String peer, TrustLevel level, String... roots) {
    List<EntryKey> keys = new ArrayList<>();
    for (String root : roots) {
      keys.add(new EntryKey.OfName(Samples.peer(root)));
    }
    return new Candidate(
        Samples.peer(peer),
        Optional.of(level),
        keys,
        new Dialling(List.of(), Dialling.Learnt.DIALLED));
  }

  @Test
  void holdsAtMostThirtyTwoOfOneRootAndTwoHundredFiftySixInAll() {
    List<Candidate> one = new ArrayList<>();
    List<Candidate> many = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      one.add(candidate("p" + i, TrustLevel.ADVANCED, "root"));
    }
    for (int i = 0; i < 257; i++) {
      many.add(candidate("q" + i, TrustLevel.ADVANCED, "root" + i % 16));
    }
    assertThat(ConnectionPlan.held(one.subList(0, 32), p -> 0)).hasSize(32);
    assertThat(ConnectionPlan.held(one, p -> 0)).hasSize(32);
    assertThat(ConnectionPlan.held(many.subList(0, 256), p -> 0)).hasSize(256);
    assertThat(ConnectionPlan.held(many, p -> 0)).hasSize(256);
    assertThat(ConnectionPlan.startup(many.subList(0, 128), p -> 0)).hasSize(128);
    assertThat(ConnectionPlan.startup(many.subList(0, 129), p -> 0)).hasSize(128);
  }

  @Test
  void ranksByLevelThenByQuality() {
    List<Candidate> plan =
        ConnectionPlan.held(
            List.of(
                candidate("slow", TrustLevel.ADVANCED, "a"),
                candidate("fast", TrustLevel.ADVANCED, "a"),
                candidate("mine", TrustLevel.ULTIMATE, "b")),
            p -> p.equals(Samples.peer("fast")) ? 1 : 0);
    assertThat(plan)
        .extracting(Candidate::peer)
        .containsExactly(Samples.peer("mine"), Samples.peer("fast"), Samples.peer("slow"));
  }
}
