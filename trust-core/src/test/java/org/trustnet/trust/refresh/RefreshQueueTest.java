package org.trustnet.trust.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.trust.Samples;
import org.trustnet.trust.model.EntryKey;

final class RefreshQueueTest {
  private final RefreshQueue queue = new RefreshQueue();

  private static EntryKey key(int number) {
    return new EntryKey.OfName(Samples.peer("publisher" + number));
  }

  @Test
  void beginsAtMostEightAtOnceInTheOrderOfTheirTime() {
    for (int i = 9; i >= 0; i--) {
      assertThat(queue.schedule(key(i), i)).isTrue();
    }
    List<EntryKey> begun = queue.begin(100);
    assertThat(begun).hasSize(RefreshQueue.AT_ONCE).startsWith(key(0), key(1));
    assertThat(queue.begin(100)).isEmpty();
    queue.ended(key(0));
    assertThat(queue.begin(100)).containsExactly(key(8));
    assertThat(queue.nextDue()).hasValue(9);
  }

  @Test
  void waitsForTheTimeAndTakesTheLatestWish() {
    queue.schedule(key(1), 50);
    queue.schedule(key(1), 200);
    assertThat(queue.begin(100)).isEmpty();
    assertThat(queue.begin(200)).containsExactly(key(1));
    queue.remove(key(1));
    assertThat(queue.nextDue()).isEmpty();
  }

  @Test
  void holdsAsManyAsThereMayBeEntries() {
    for (int i = 0; i < RefreshQueue.MAX_WAITING; i++) {
      assertThat(queue.schedule(key(i), i)).isTrue();
    }
    assertThat(queue.schedule(key(-1), 0)).isFalse();
    assertThat(queue.schedule(key(5), 7)).isTrue();
  }
}
