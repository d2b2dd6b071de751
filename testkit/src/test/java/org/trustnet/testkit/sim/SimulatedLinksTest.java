package org.trustnet.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SimulatedLinksTest {
  private static final LinkProfile WILD =
      new LinkProfile(Duration.ofMillis(10), Duration.ofMillis(100), 0.1);

  private final VirtualClock clock = VirtualClock.create();
  private final Simulation simulation = Simulation.on(clock);
  private final List<Integer> arrived = new ArrayList<>();

  @Test
  void deliversAfterTheLatency() {
    SimulatedLinks<String> links = links(LinkProfile.steady(Duration.ofMillis(30)), 1);
    links.send("a", "b", () -> arrived.add(1));
    simulation.run(Duration.ofMillis(30).minusNanos(1));
    assertThat(arrived).isEmpty();
    simulation.run(Duration.ofNanos(1));
    assertThat(arrived).containsExactly(1);
  }

  @Test
  void losesAboutTheShareAskedForAndOvertakes() {
    SimulatedLinks<String> links = links(WILD, 1);
    sendMany(links);
    simulation.runUntilIdle(Duration.ofMillis(100));
    assertThat(links.sent()).isEqualTo(10_000);
    assertThat(links.lost()).isBetween(900L, 1100L).isEqualTo(10_000 - arrived.size());
    assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
  }

  @Test
  void runsTheSameWayTwiceFromOneSeed() {
    sendMany(links(WILD, 5));
    simulation.runUntilIdle(Duration.ofMillis(100));
    List<Integer> first = List.copyOf(arrived);
    arrived.clear();
    sendMany(links(WILD, 5));
    simulation.runUntilIdle(Duration.ofMillis(100));
    assertThat(arrived).isEqualTo(first);
  }

  @Test
  void keepsTheOrderOfAStreamAndLosesNothingOfIt() {
    SimulatedLinks<String> links = links(WILD, 1);
    for (int i = 0; i < 1000; i++) {
      int number = i;
      links.sendInOrder("a", "b", () -> arrived.add(number));
    }
    simulation.runUntilIdle(Duration.ofMillis(200));
    assertThat(arrived).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    assertThat(links.lost()).isZero();
  }

  @Test
  void losesWhatIsUnderWayToANodeThatLeaves() {
    SimulatedLinks<String> links = links(LinkProfile.steady(Duration.ofMillis(30)), 1);
    links.send("a", "b", () -> arrived.add(1));
    links.takeOffline("b");
    simulation.runUntilIdle(Duration.ofMillis(30));
    assertThat(arrived).isEmpty();
    links.bringOnline("b");
    links.send("a", "b", () -> arrived.add(2));
    simulation.runUntilIdle(Duration.ofMillis(30));
    assertThat(arrived).containsExactly(2);
    assertThat(links.lost()).isEqualTo(1);
  }

  @Test
  void cutsOneDirectionOnly() {
    SimulatedLinks<String> links = links(LinkProfile.steady(Duration.ZERO), 1);
    links.cut("a", "b");
    links.sendInOrder("a", "b", () -> arrived.add(1));
    links.sendInOrder("b", "a", () -> arrived.add(2));
    links.join("a", "b");
    links.sendInOrder("a", "b", () -> arrived.add(3));
    simulation.runUntilIdle(Duration.ZERO);
    assertThat(arrived).containsExactly(2, 3);
  }

  @Test
  void refusesProfilesThatMakeNoSense() {
    Duration one = Duration.ofMillis(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkProfile(one, Duration.ZERO, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> LinkProfile.steady(one.negated()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkProfile.steady(one).withLoss(Math.nextUp(1.0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkProfile.steady(one).withLoss(Double.NaN));
    assertThat(LinkProfile.steady(one).withLoss(1).loss()).isEqualTo(1);
  }

  private void sendMany(SimulatedLinks<String> links) {
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      links.send("a", "b", () -> arrived.add(number));
    }
  }

  private SimulatedLinks<String> links(LinkProfile profile, long seed) {
    return SimulatedLinks.in(simulation, SeededRandom.of(seed), profile);
  }
}
