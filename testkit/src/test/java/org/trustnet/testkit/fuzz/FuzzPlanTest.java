package org.trustnet.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FuzzPlanTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void givesASlowAndAFastTargetTheSameTime() {
    FuzzPlan plan = new FuzzPlan(2, 5 * SECOND, 100);
    long elapsed = run(plan, 0, 1_000_000, 10_000);
    assertThat(elapsed).isBetween(10 * SECOND, 10 * SECOND + SECOND / 10);
    assertThat(plan.share(0, elapsed)).isBetween(49 * SECOND / 10, 51 * SECOND / 10);
    assertThat(plan.share(1, elapsed)).isBetween(49 * SECOND / 10, 51 * SECOND / 10);
    assertThat(plan.executions(1)).isGreaterThan(90 * plan.executions(0));
  }

  @Test
  void goesOnWithTheTargetThatLacksExecutionsAlone() {
    FuzzPlan plan = new FuzzPlan(2, SECOND, 2_000);
    long elapsed = run(plan, 0, 1_000_000, 10_000);
    assertThat(elapsed).isGreaterThan(2 * SECOND);
    assertThat(plan.executions(0)).isEqualTo(2_000);
    long afterItsTime = plan.executions(1);
    assertThat(plan.isDue(1, elapsed)).isFalse();
    assertThat(afterItsTime).isGreaterThan(2_000);
  }

  @Test
  void isNotDoneBeforeItsTimeHoweverManyExecutionsItHad() {
    FuzzPlan plan = new FuzzPlan(1, SECOND, 10);
    for (int i = 0; i < 1_000; i++) {
      plan.executed(0, 1);
    }
    assertThat(plan.isDone(SECOND - 1)).isFalse();
    assertThat(plan.isDone(SECOND)).isTrue();
  }

  @Test
  void isNotDoneWithoutItsExecutionsHoweverLongItRan() {
    FuzzPlan plan = new FuzzPlan(2, SECOND, 2);
    plan.executed(0, 1);
    plan.executed(0, 1);
    plan.executed(1, 1);
    assertThat(plan.isDone(100 * SECOND)).isFalse();
    plan.executed(1, 1);
    assertThat(plan.isDone(100 * SECOND)).isTrue();
  }

  /** Runs to the end; one execution of each target takes its number of nanoseconds. */
  private static long run(FuzzPlan plan, long start, long... took) {
    long now = start;
    while (!plan.isDone(now)) {
      for (int i = 0; i < took.length; i++) {
        if (plan.isDue(i, now)) {
          plan.executed(i, took[i]);
          now += took[i];
        }
      }
    }
    return now;
  }
}
