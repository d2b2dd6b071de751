package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a DHT looks after itself: every half minute, and a table with few peers as soon as it has
 * changed, because in a small or new network each of them may know the others. On a virtual thread
 * of its own; what one round throws is logged, and the next one comes.
 */
final class KadUpkeep {
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** How often a small table is looked at: what came to know us tells of others at once. */
  private static final Duration EVERY_OF_FEW = Duration.ofSeconds(1);

  private static final Duration STORE_SWEEP = Duration.ofHours(1);
  private static final int FEW_PEERS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(KadUpkeep.class);

  /**
   * What is to be done.
   *
   * @param refresh looks up what is due
   * @param round everything that each round does
   * @param sweep forgets what has expired in the store
   */
  record Work(Runnable refresh, Runnable round, Runnable sweep) {}

  private final Work work;
  private final IntSupplier tableSize;
  private final Duration interval;
  private final LongSupplier nanos;
  private final CountDownLatch stop = new CountDownLatch(1);
  private long swept;
  private long refreshed;
  private int sizeThen;

  /**
   * @param interval how often a table is refreshed that has not few peers
   * @param nanos monotonic
   */
  KadUpkeep(Work work, IntSupplier tableSize, Duration interval, LongSupplier nanos) {
    this.work = work;
    this.tableSize = tableSize;
    this.interval = interval;
    this.nanos = nanos;
  }

  void start() {
    swept = nanos.getAsLong();
    refreshed = swept - interval.toNanos();
    Thread.ofVirtual().name("kad-upkeep").start(this::run);
  }

  /** No further round begins. */
  void close() {
    stop.countDown();
  }

  boolean isClosed() {
    return stop.getCount() == 0;
  }

  private void run() {
    try {
      do {
        try {
          round(nanos.getAsLong());
        } catch (RuntimeException e) {
          LOG.error("the DHT was not looked after wholly; it goes on", e);
        }
      } while (!stop.await(pause().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(long now) {
    int size = tableSize.getAsInt();
    boolean few = size < FEW_PEERS;
    boolean grown = few && size != sizeThen;
    long due = few ? EVERY.toNanos() : interval.toNanos();
    if (grown || now - refreshed >= due) {
      refreshed = now;
      sizeThen = size;
      work.refresh().run();
    }
    work.round().run();
    if (now - swept >= STORE_SWEEP.toNanos()) {
      swept = now;
      work.sweep().run();
    }
  }

  private Duration pause() {
    return tableSize.getAsInt() < FEW_PEERS ? EVERY_OF_FEW : EVERY;
  }
}
