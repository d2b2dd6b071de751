package org.trustnet.libp2p.kad.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.TestPeers;

class ProviderSearchTest {
  private static List<PeerInfo> providers(int from, int to) {
    return IntStream.range(from, to).mapToObj(TestPeers::info).toList();
  }

  @Test
  void givesEachProviderOnceAndNoMoreThanAreWanted() {
    ProviderSearch search = new ProviderSearch(3);
    assertThat(search.offer(providers(0, 2))).isEqualTo(providers(0, 2));
    assertThat(search.isSatisfied()).isFalse();
    assertThat(search.offer(providers(0, 9))).isEqualTo(providers(2, 3));
    assertThat(search.isSatisfied()).isTrue();
    assertThat(search.offer(providers(9, 10))).isEmpty();
  }

  /** Whoever asks for all, or for more than anyone dials, gets the most that there may be. */
  @ParameterizedTest
  @CsvSource({"0", "-1", "1000", "1001", "2147483647"})
  void givesTheMostThatThereMayBeAndNotOneMore(int wanted) {
    ProviderSearch search = new ProviderSearch(wanted);
    List<PeerInfo> most = providers(0, ProviderSearch.MAX_COUNT);
    assertThat(search.offer(most.subList(1, most.size()))).hasSize(ProviderSearch.MAX_COUNT - 1);
    assertThat(search.isSatisfied()).isFalse();
    assertThat(search.offer(providers(0, ProviderSearch.MAX_COUNT + 1))).isEqualTo(providers(0, 1));
    assertThat(search.isSatisfied()).isTrue();
  }
}
