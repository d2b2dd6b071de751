package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.MemoryEntryStore;
import org.trustnet.trust.store.Snapshots;

final class TrustStateTest {
  private final MemoryEntryStore store = new MemoryEntryStore();
  private final TrustState state =
      new TrustState(
          store,
          new TrustClock(store.trustTime(), TestNode.REAL),
          Snapshots.load(store, TestNode.settings(1).policy(TestNode.key().peerId())));

  @Test
  void whatIsCommittedStandsAndAllHearOfItThoughOneOfThemFails() {
    List<EntryBatch> heard = new ArrayList<>();
    state.watch(
        published -> {
          throw new IllegalStateException("planted");
        });
    state.watch(published -> heard.add(published.batch().orElseThrow()));
    TrustTime time = state.clock().time();
    EntryBatch batch = EntryBatch.builder().time(time).build();

    state.commit(batch);

    assertThat(heard).containsExactly(batch);
    assertThat(store.trustTime()).contains(time);
  }
}
