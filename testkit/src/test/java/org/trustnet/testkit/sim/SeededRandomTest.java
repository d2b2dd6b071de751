package org.trustnet.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeededRandomTest {
  @Test
  void drawsThePublishedNumbersOfSplitMix64() {
    SeededRandom random = SeededRandom.of(1234567);
    assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
  }

  @Test
  void givesTheSameBytesForTheSameSeed() {
    assertThat(SeededRandom.of(7).bytes(20)).isEqualTo(SeededRandom.of(7).bytes(20));
    assertThat(SeededRandom.of(7).bytes(20)).isNotEqualTo(SeededRandom.of(8).bytes(20));
  }

  @Test
  void givesAStreamThatDoesNotDependOnDrawsBefore() {
    SeededRandom random = SeededRandom.of(7);
    long first = random.stream("latency").nextLong();
    random.nextLong();
    assertThat(random.stream("latency").nextLong()).isEqualTo(first);
  }

  @Test
  void givesEachNameAndNumberItsOwnStream() {
    SeededRandom random = SeededRandom.of(7);
    Set<Long> firsts = new HashSet<>();
    firsts.add(random.stream("latency").nextLong());
    firsts.add(random.stream("loss").nextLong());
    for (int i = 0; i < 1000; i++) {
      firsts.add(random.stream(i).nextLong());
    }
    firsts.add(random.nextLong());
    assertThat(firsts).hasSize(1003);
  }
}
