package org.trustnet.ipns.bitswap;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many wants of all peers together are held. The first {@link #SURE} of each peer are held in
 * any case. Peers that hold few may use all of the budget, others three quarters; of that three
 * quarters and a half may wait for a block: who asks for much costs the others little, and what is
 * here is served to everyone. What was taken is given back once. Safe on any thread.
 */
final class WantBudget {
  /** So many wants of a peer are held whatever others hold: bounded by connections. */
  static final int SURE = 16;

  /** A peer that holds at most so many wants may use all of the budget. */
  static final int FEW = 64;

  private final int total;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();

  /**
   * @param total most wants, at least 4
   */
  WantBudget(int total) {
    this.total = total;
  }

  /**
   * Takes one want, to be answered now.
   *
   * @param held how many the peer holds already
   * @return whether there was room
   */
  boolean take(int held) {
    if (held < SURE) {
      this.held.incrementAndGet();
      return true;
    }
    return take(this.held, held < FEW ? total : total - total / 4);
  }

  /**
   * Whether a want that was taken may be kept until its block comes.
   *
   * @param held how many the peer holds, this one among them
   */
  boolean mayWait(int held) {
    return held <= SURE || this.held.get() <= (held <= FEW ? total - total / 4 : total / 2);
  }

  void giveBack(int wants) {
    held.addAndGet(-wants);
  }

  /** Takes a place, of a quarter as many, for a want that is refused until the peer is told. */
  boolean takeRefusal() {
    return take(refusals, total / 4);
  }

  void giveBackRefusals(int told) {
    refusals.addAndGet(-told);
  }

  /** Wants of all peers. */
  int held() {
    return held.get();
  }

  /** Refusals that have not been told yet, of all peers. */
  int refusals() {
    return refusals.get();
  }

  private static boolean take(AtomicInteger counter, int most) {
    int now = counter.get();
    while (now < most) {
      if (counter.compareAndSet(now, now + 1)) {
        return true;
      }
      now = counter.get();
    }
    return false;
  }
}
