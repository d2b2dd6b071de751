package org.trustnet.trust.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trustnet.trust.Samples.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.decide.Dialling;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustLevel;

final class SamplerTest {
  private static final int SLOTS = 8;
  private static final EntryKey ROOT = root("root");

  private final Random random = new Random(5);

  private static EntryKey root(String name) {
    return new EntryKey.OfName(peer(name));
  }

  private static Candidate candidate(
      String name, TrustLevel level, List<EntryKey> roots, String... at) {
    List<Remote> remotes = List.of(at).stream().map(Remote::parse).toList();
    return new Candidate(
        peer(name), Optional.of(level), roots, new Dialling(remotes, Dialling.Learnt.OMITTED));
  }

  private static List<Candidate> of(String name, int count) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      candidates.add(candidate(name + i, TrustLevel.TRUSTED, List.of(root(name))));
    }
    return candidates;
  }

  private static List<PeerId> peers(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::peer).toList();
  }

  @Test
  void aHundredThousandCandidatesCostNoMoreThanThePoolForEachDraw() {
    List<Candidate> many = of("a", 99_000);
    many.addAll(of("b", 1_000));
    Sampler sampler = new Sampler(random, SLOTS);

    List<Candidate> order = sampler.order(many, BootstrapMachine.MAX_CANDIDATES);

    assertThat(order).hasSize(BootstrapMachine.MAX_CANDIDATES);
    assertThat(peers(order)).doesNotHaveDuplicates();
    assertThat(sampler.weighed())
        .isLessThanOrEqualTo((long) Sampler.MAX_POOL * BootstrapMachine.MAX_CANDIDATES);
  }

  @Test
  void noMoreAreDrawnThanWanted() {
    Sampler sampler = new Sampler(random, SLOTS);
    assertThat(sampler.order(of("a", 100), SLOTS)).hasSize(SLOTS);
    assertThat(sampler.weighed()).isEqualTo(100 + 99 + 98 + 97 + 96 + 95 + 94 + 93);
    assertThat(new Sampler(random, SLOTS).order(of("a", 3), SLOTS)).hasSize(3);
  }

  @Test
  void aLongListCrowdsOutNoShortOneHoweverLongItIs() {
    List<Candidate> many = of("a", 20_000);
    List<Candidate> few = new ArrayList<>(of("b", 2));
    few.addAll(of("c", 2));
    few.addAll(of("d", 2));
    many.addAll(few);

    assertThat(peers(new Sampler(random, SLOTS).order(many, SLOTS))).containsAll(peers(few));
  }

  @Test
  void atThePoolsSizeNobodyIsLeftOutAndAboveItEachRootHasItsShare() {
    RootShares shares = new RootShares(random);
    List<Candidate> full = of("a", Sampler.MAX_POOL);
    assertThat(shares.pick(full, Sampler.MAX_POOL)).isEqualTo(full);
    full.addFirst(candidate("one", TrustLevel.TRUSTED, List.of(root("b"), root("c"))));
    full.add(candidate("rootless", TrustLevel.PEER, List.of()));

    List<Candidate> picked = shares.pick(full, Sampler.MAX_POOL);

    assertThat(peers(picked))
        .hasSize(Sampler.MAX_POOL)
        .doesNotHaveDuplicates()
        .contains(peer("one"), peer("rootless"));
  }

  @Test
  void trustAndOtherNetworksWeighMore() {
    List<Candidate> two =
        List.of(
            candidate("low", TrustLevel.MARGINAL, List.of(ROOT)),
            candidate("high", TrustLevel.ULTIMATE, List.of(ROOT)));
    assertThat(firstOf(two, "high")).isCloseTo(0.8, Offset.offset(0.02));

    List<Candidate> three =
        List.of(
            candidate("a", TrustLevel.ULTIMATE, List.of(ROOT), "/ip4/192.0.2.1/tcp/1"),
            candidate("b", TrustLevel.MARGINAL, List.of(ROOT), "/ip4/192.0.2.2/tcp/1"),
            candidate("c", TrustLevel.MARGINAL, List.of(ROOT), "/ip4/198.51.100.1/tcp/1"));
    int otherNetworkNext = 0;
    int times = 0;
    for (int i = 0; i < 10_000; i++) {
      List<PeerId> order = peers(new Sampler(random, SLOTS).order(three, 2));
      if (order.getFirst().equals(peer("a"))) {
        times++;
        otherNetworkNext += order.getLast().equals(peer("c")) ? 1 : 0;
      }
    }
    assertThat((double) otherNetworkNext / times).isCloseTo(2.0 / 3, Offset.offset(0.02));
  }

  private double firstOf(List<Candidate> candidates, String name) {
    int first = 0;
    for (int i = 0; i < 10_000; i++) {
      Candidate drawn = new Sampler(random, SLOTS).order(candidates, 1).getFirst();
      first += drawn.peer().equals(peer(name)) ? 1 : 0;
    }
    return first / 10_000.0;
  }
}
