package org.trustnet.libp2p.host.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateBudgetTest {
  @Test
  void refillsABudgetAndForgetsOnlyThoseOverTheLimit() {
    RateBudget<Integer> budget = new RateBudget<>(1, 1);
    assertThat(budget.take(1, 0)).isTrue();
    assertThat(budget.take(1, 500_000_000)).isFalse();
    assertThat(budget.take(1, 1_500_000_000)).isTrue();

    for (int i = 2; i <= RateBudget.MAX_BUCKETS; i++) {
      budget.take(i, 1_500_000_000);
    }
    assertThat(budget.take(1, 1_500_000_000)).as("still known").isFalse();
    budget.take(RateBudget.MAX_BUCKETS + 1, 1_500_000_000);
    assertThat(budget.size()).isEqualTo(RateBudget.MAX_BUCKETS);
    assertThat(budget.take(2, 1_500_000_000)).as("seen least lately, forgotten").isTrue();
  }
}
