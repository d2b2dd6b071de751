package org.trustnet.bootstrap.trust;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.refresh.RefreshMachine;
import org.trustnet.trust.refresh.RefreshOutcome;

/**
 * An entry whose name is followed: its machine, and what is under way for it. What changes, changes
 * under the writer's lock.
 */
final class Follower {
  final EntryKey key;
  final PeerId name;
  final RefreshMachine machine;
  boolean started;
  boolean asked;

  /** Tasks that have not reported yet. */
  int outstanding;

  /** When the last lookup reached nobody, monotonic; empty if it reached somebody. */
  OptionalLong silentNanos = OptionalLong.empty();

  @Nullable CompletableFuture<RefreshOutcome> waiting;

  Follower(EntryKey key, PeerId name, RandomGenerator random) {
    this.key = key;
    this.name = name;
    this.machine = new RefreshMachine(random);
  }

  /** Tells whoever waits for the refresh that it is over. */
  void ended(RefreshOutcome outcome) {
    if (waiting != null) {
      waiting.complete(outcome);
      waiting = null;
    }
  }
}
