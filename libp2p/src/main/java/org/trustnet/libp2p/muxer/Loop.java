package org.trustnet.libp2p.muxer;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The event loop of one connection, for those who need no more of it than tasks and timers. */
public final class Loop implements Executor {
  /** A timer that has been set. */
  public interface Timer {
    /** Does nothing once it has gone off. */
    void cancel();
  }

  private final EventLoop loop;

  public Loop(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Runs {@code task} on the loop, behind what waits already.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
   */
  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /** Runs {@code task} on the loop after {@code delay}. */
  public Timer after(Duration delay, Runnable task) {
    Future<?> future = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
