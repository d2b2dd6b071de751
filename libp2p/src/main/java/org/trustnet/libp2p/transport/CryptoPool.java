package org.trustnet.libp2p.transport;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads for asymmetric cryptography, so that a flood of handshakes does not stop the event
 * loops. {@link #execute} throws {@link java.util.concurrent.RejectedExecutionException} when too
 * much waits: the connection that asked is refused. An edge: here threads are made.
 */
public final class CryptoPool implements Executor, AutoCloseable {
  /**
   * Handshake steps that wait at most: at some 5,000 a second and core they are done in a tenth of
   * a second, well within any peer's patience.
   */
  public static final int QUEUE = 512;

  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor pool;

  /** {@code threads} threads, which end when idle. */
  public CryptoPool(int threads) {
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "crypto-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.AbortPolicy());
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
