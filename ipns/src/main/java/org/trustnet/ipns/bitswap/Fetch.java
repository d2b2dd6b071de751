package org.trustnet.ipns.bitswap;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * One operation's source of blocks: from the local store, else from peers, within one deadline and
 * as long as blocks come at all ({@link FetchPlan#STALL_NANOS}). The reading thread itself moves
 * the plan's time on while it waits.
 */
public final class Fetch implements BlockSource, AutoCloseable {
  /** How often a waiting reader lets the plan act on silence. */
  private static final long TICK_NANOS = 250_000_000L;

  private final Bitswap bitswap;
  private final LongSupplier nanos;
  private final long deadline;
  private final ReentrantLock lock = new ReentrantLock();
  private final FetchPlan plan = new FetchPlan();
  private final Map<Multihash, CompletableFuture<Block>> expected = new HashMap<>();
  private final Deque<Runnable> todo = new ArrayDeque<>();
  private final FetchPlan.Effects effects;

  /** One for each wanted block at most: {@link FetchPlan#MAX_WANTS}. */
  private final Set<Thread> searches = ConcurrentHashMap.newKeySet();

  Fetch(Bitswap bitswap, LongSupplier nanos, Duration timeout) {
    this.bitswap = bitswap;
    this.nanos = nanos;
    this.deadline = nanos.getAsLong() + timeout.toNanos();
    this.effects =
        new FetchPlan.Effects() {
          @Override
          public boolean send(PeerId peer, Want want) {
            return bitswap.tell(peer, want);
          }

          @Override
          public void search(Cid cid) {
            todo.add(() -> searchFor(cid));
          }
        };
  }

  private void searchFor(Cid cid) {
    Thread thread =
        Thread.ofVirtual()
            .name("bitswap-search")
            .unstarted(
                () -> {
                  bitswap.search(cid, this, left());
                  searches.remove(Thread.currentThread());
                });
    searches.add(thread);
    thread.start();
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - nanos.getAsLong()));
  }

  @Override
  public Block fetch(Cid cid) throws ContentException {
    var local = bitswap.local(cid);
    if (local.isPresent()) {
      return local.get();
    }
    CompletableFuture<Block> coming = expect(cid);
    long since = nanos.getAsLong();
    try {
      // What was wanted soon may have come between the first look and the want.
      var meanwhile = bitswap.local(cid);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      while (true) {
        long now = nanos.getAsLong();
        long left = deadline - now;
        if (left <= 0 || isStalled(since, now)) {
          throw new ContentException(new ContentFailure.TimedOut(cid));
        }
        try {
          return coming.get(Math.min(left, TICK_NANOS), TimeUnit.NANOSECONDS).as(cid);
        } catch (TimeoutException e) {
          act(() -> plan.tick(nanos.getAsLong(), effects));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContentException(new ContentFailure.Interrupted());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a block is never expected in vain", e);
    } finally {
      act(() -> forget(cid));
    }
  }

  private boolean isStalled(long since, long now) {
    lock.lock();
    try {
      return plan.stalled(since, now);
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<Block> expect(Cid cid) {
    CompletableFuture<Block> coming = new CompletableFuture<>();
    List<CompletableFuture<Block>> result = new ArrayList<>(1);
    act(
        () -> {
          CompletableFuture<Block> before = expected.putIfAbsent(cid.hash(), coming);
          result.add(before == null ? coming : before);
          if (before == null) {
            plan.want(cid, FetchPlan.Urgency.NOW, nanos.getAsLong(), effects);
          }
        });
    return result.getFirst();
  }

  private void forget(Cid cid) {
    expected.remove(cid.hash());
    plan.drop(cid, effects);
  }

  @Override
  public void soon(List<Cid> cids) {
    for (Cid cid : cids) {
      if (!bitswap.hasLocally(cid)) {
        act(() -> begin(cid));
      }
    }
  }

  private void begin(Cid cid) {
    if (!expected.containsKey(cid.hash())
        && plan.want(cid, FetchPlan.Urgency.SOON, nanos.getAsLong(), effects)) {
      expected.put(cid.hash(), new CompletableFuture<>());
    }
  }

  /** A peer that may have what is wanted. */
  void addPeer(PeerId peer) {
    act(
        () -> {
          plan.addPeer(peer);
          plan.tick(nanos.getAsLong(), effects);
        });
  }

  void removePeer(PeerId peer) {
    act(() -> plan.removePeer(peer, nanos.getAsLong(), effects));
  }

  /**
   * A block of a peer arrived. Stores it, outside of the lock, if this operation wants it.
   *
   * @return whether it does
   */
  boolean received(PeerId from, Block block) {
    Multihash hash = block.cid().hash();
    boolean[] wanted = {false};
    act(() -> wanted[0] = plan.received(from, hash, nanos.getAsLong(), effects));
    if (wanted[0]) {
      bitswap.cache(block);
      act(() -> deliver(block));
    }
    return wanted[0];
  }

  private void deliver(Block block) {
    CompletableFuture<Block> waiting = expected.remove(block.cid().hash());
    if (waiting != null) {
      waiting.complete(block);
    }
  }

  /** A peer says what it has and what not. */
  void answered(PeerId from, List<Cid> have, List<Cid> dontHave) {
    act(
        () -> {
          long now = nanos.getAsLong();
          have.forEach(cid -> plan.have(from, cid.hash(), now, effects));
          dontHave.forEach(cid -> plan.dontHave(from, cid.hash(), now, effects));
        });
  }

  /** The peer sent a block that it was never asked for. */
  void unwanted(PeerId from) {
    act(() -> plan.unwanted(from, nanos.getAsLong(), effects));
  }

  /** What this operation wants, and how many peers have been asked for each block. */
  Map<Cid, Integer> asked() {
    lock.lock();
    try {
      return plan.asked();
    } finally {
      lock.unlock();
    }
  }

  private void act(Runnable step) {
    Runnable next;
    lock.lock();
    try {
      step.run();
      next = todo.poll();
    } finally {
      lock.unlock();
    }
    while (next != null) {
      next.run();
      lock.lock();
      try {
        next = todo.poll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Ends the operation: whom it asked is told that nothing is wanted any more. */
  @Override
  public void close() {
    act(() -> plan.dropAll(effects));
    searches.forEach(Thread::interrupt);
    bitswap.ended(this);
  }
}
