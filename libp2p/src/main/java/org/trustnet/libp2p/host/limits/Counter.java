package org.trustnet.libp2p.host.limits;

import java.util.concurrent.atomic.AtomicInteger;

/** A count with an upper end. Safe on any thread. */
final class Counter {
  private final AtomicInteger count = new AtomicInteger();

  /** Adds one unless {@code limit} is reached. */
  boolean enter(int limit) {
    int before = count.get();
    while (before < limit) {
      if (count.compareAndSet(before, before + 1)) {
        return true;
      }
      before = count.get();
    }
    return false;
  }

  void leave() {
    if (count.decrementAndGet() < 0) {
      throw new IllegalStateException("left more often than entered");
    }
  }

  int value() {
    return count.get();
  }
}
