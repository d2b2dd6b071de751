package org.trustnet.libp2p.host.manage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrimPolicyTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 100 * SECOND;
  private static final TrimPolicy POLICY = new TrimPolicy(2, 4, Duration.ofSeconds(20));

  private final List<TrimPolicy.Candidate> all = new ArrayList<>();

  private void add(String peer, int value, boolean isProtected, long ageSeconds) {
    all.add(
        new TrimPolicy.Candidate(
            all.size(),
            peer,
            new TrimPolicy.Standing(value, isProtected),
            NOW - ageSeconds * SECOND,
            0,
            false));
  }

  private void add(String peer, int value) {
    add(peer, value, false, 60);
  }

  @Test
  void leavesEverythingAtTheHighWaterMark() {
    for (int i = 0; i < 4; i++) {
      add("peer " + i, 0);
    }
    assertThat(POLICY.trim(all, NOW)).isEmpty();
    add("one more", 5);
    assertThat(POLICY.trim(all, NOW)).hasSize(3);
  }

  @Test
  void aGraceLongerThanTheClockCountsKeepsEveryConnection() {
    TrimPolicy forever = new TrimPolicy(2, 4, Duration.ofDays(300 * 365L));
    for (int i = 0; i < 9; i++) {
      add("peer " + i, 0);
    }
    assertThat(forever.trim(all, NOW)).isEmpty();
  }

  @Test
  void leastValuedGoFirst() {
    add("a", 3);
    add("b", 1);
    add("c", -1);
    add("d", 2);
    add("e", 9);
    assertThat(POLICY.trim(all, NOW)).containsExactly(2L, 1L, 3L);
  }

  @Test
  void protectedPeersStayAndAreNotCounted() {
    add("a", 0, true, 60);
    add("b", 0, true, 60);
    add("c", 0);
    add("d", 0);
    add("e", 1);
    assertThat(POLICY.trim(all, NOW)).hasSize(1).isSubsetOf(2L, 3L);
  }

  @Test
  void newPeersHaveTheirGrace() {
    add("a", 0, false, 19);
    add("b", 0, false, 20);
    add("c", 5);
    add("d", 5);
    add("e", 0, false, 0);
    assertThat(POLICY.trim(all, NOW)).containsExactly(1L);
  }

  @Test
  void connectionsOfAPeerGoTogether() {
    add("a", 0);
    add("b", 1);
    add("a", 0, false, 1);
    add("c", 2);
    add("d", 3);
    add("e", 4);
    assertThat(POLICY.trim(all, NOW)).containsExactly(0L, 2L, 1L, 3L);
  }

  @Test
  void amongEqualsInboundThenIdleThenNewGoFirst() {
    TrimPolicy.Standing equal = new TrimPolicy.Standing(0, false);
    all.add(new TrimPolicy.Candidate(0, "a", equal, 0, 3, false));
    all.add(new TrimPolicy.Candidate(1, "b", equal, 0, 5, true));
    all.add(new TrimPolicy.Candidate(2, "c", equal, 0, 0, false));
    all.add(new TrimPolicy.Candidate(3, "d", equal, SECOND, 3, false));
    all.add(new TrimPolicy.Candidate(4, "e", equal, 0, 9, false));
    all.add(new TrimPolicy.Candidate(5, "f", equal, 0, 2, true));
    assertThat(POLICY.trim(all, NOW)).containsExactly(5L, 1L, 2L, 3L);
  }

  @Test
  void highWaterMarkOfZeroMeansNever() {
    for (int i = 0; i < 500; i++) {
      add("peer " + i, 0);
    }
    assertThat(new TrimPolicy(0, 0, Duration.ZERO).trim(all, NOW)).isEmpty();
  }
}
