package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.refresh.RefreshQueue;
import org.trustnet.trust.store.MemoryEntryStore;
import org.trustnet.trust.store.Snapshots;

final class RefreshStepsTest {
  private final MemoryEntryStore store = new MemoryEntryStore();
  private final TrustState state =
      new TrustState(
          store,
          new TrustClock(store.trustTime(), TestNode.REAL),
          Snapshots.load(store, TestNode.settings(1).policy(TestNode.key().peerId())));

  @Test
  void whoSleepsUntilTheNextEntryIsDueHearsThatABrokenOneIsDueBefore() {
    PeerId name = TestNode.key().peerId();
    EntryKey key = new EntryKey.OfName(name);
    RefreshQueue queue = new RefreshQueue();
    Followers followers = new Followers(queue, new Random(1));
    AtomicInteger woken = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      RefreshSteps steps =
          new RefreshSteps(
              state, followers, queue, new LocalSources(_ -> {}), threads, woken::incrementAndGet);
      followers.add(key, name);

      steps.brokenOff(followers.of(key), new IllegalStateException("planted"));
    }
    assertThat(woken).hasValue(1);
    assertThat(queue.nextDue()).isPresent();
  }
}
