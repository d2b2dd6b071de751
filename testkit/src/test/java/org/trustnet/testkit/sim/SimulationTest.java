package org.trustnet.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimulationTest {
  private final VirtualClock clock = VirtualClock.create();
  private final Simulation simulation = Simulation.on(clock);
  private final List<String> seen = new ArrayList<>();

  @Test
  void runsEventsInOrderOfTimeAndThenOfScheduling() {
    simulation.schedule(Duration.ofMillis(2), () -> note("c"));
    simulation.schedule(Duration.ofMillis(1), () -> note("a"));
    simulation.schedule(Duration.ofMillis(1), () -> note("b"));
    simulation.run(Duration.ofMillis(10));
    assertThat(seen).containsExactly("a@1", "b@1", "c@2");
    assertThat(clock.nanos()).isEqualTo(10_000_000);
    assertThat(simulation.eventsRun()).isEqualTo(3);
  }

  @Test
  void runsWhatIsDueAtTheEndAndLeavesWhatIsDueAfterIt() {
    simulation.schedule(Duration.ofMillis(5), () -> note("at"));
    simulation.schedule(Duration.ofMillis(5).plusNanos(1), () -> note("after"));
    simulation.run(Duration.ofMillis(5));
    assertThat(seen).containsExactly("at@5");
    assertThat(simulation.pending()).isEqualTo(1);
  }

  @Test
  void runsWhatEventsScheduleThemselves() {
    simulation.schedule(
        Duration.ofMillis(1),
        () -> simulation.schedule(Duration.ofMillis(1), () -> note("second")));
    simulation.runUntilIdle(Duration.ofMillis(2));
    assertThat(seen).containsExactly("second@2");
  }

  @Test
  void doesNotRunWhatWasTakenBack() {
    Simulation.Scheduled event = simulation.schedule(Duration.ofMillis(1), () -> note("never"));
    event.cancel();
    simulation.runUntilIdle(Duration.ofMillis(1));
    event.cancel();
    assertThat(seen).isEmpty();
  }

  @Test
  void saysWhenItDoesNotComeToRest() {
    repeat();
    assertThatIllegalStateException()
        .isThrownBy(() -> simulation.runUntilIdle(Duration.ofSeconds(1)))
        .withMessageContaining("not idle after PT1S, 1 wait");
  }

  @Test
  void holdsNoMoreEventsThanItsLimit() {
    Simulation small = Simulation.on(clock, 2);
    small.schedule(Duration.ZERO, () -> note("a"));
    small.schedule(Duration.ZERO, () -> note("b"));
    assertThatIllegalStateException()
        .isThrownBy(() -> small.schedule(Duration.ZERO, () -> note("c")))
        .withMessageContaining("more than 2 events wait");
  }

  @Test
  void refusesToScheduleIntoThePast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> simulation.schedule(Duration.ofNanos(-1), () -> note("never")));
  }

  private void repeat() {
    simulation.schedule(Duration.ofMillis(1), this::repeat);
  }

  private void note(String what) {
    seen.add(what + "@" + clock.nanos() / 1_000_000);
  }
}
