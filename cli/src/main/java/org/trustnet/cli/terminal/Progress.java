package org.trustnet.cli.terminal;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.trustnet.cli.terminal.Terminal.Stream;
import org.trustnet.multiformats.Printable;

/**
 * One line on standard error that says that something goes on: bytes done, or seconds waited.
 * Nothing unless that is a terminal. Its timer is an edge; safe for any thread.
 */
public final class Progress implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";

  /** Seconds without a word after which the wait is shown. */
  private static final int QUIET_SECONDS = 2;

  private final Terminal terminal;
  private final ScheduledExecutorService timer;
  private final Supplier<String> source;
  private @Nullable Future<?> ticks;
  private int seconds;
  private String what = "";
  private boolean shown;

  private Progress(Terminal terminal, ScheduledExecutorService timer, Supplier<String> source) {
    this.terminal = terminal;
    this.source = source;
    this.timer = timer;
  }

  /** Starts to count, if somebody can see it. */
  public static Progress start(Terminal terminal) {
    return start(terminal, () -> "");
  }

  /**
   * Starts to count, if somebody can see it.
   *
   * @param source what is waited for, asked on the timer's thread, which it may block; empty if it
   *     cannot say
   */
  public static Progress start(Terminal terminal, Supplier<String> source) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("progress").unstarted(task));
    Progress progress = new Progress(terminal, timer, source);
    if (terminal.isTerminal(Stream.ERR)) {
      progress.ticks = timer.scheduleAtFixedRate(progress::tick, 1, 1, TimeUnit.SECONDS);
    }
    return progress;
  }

  private void tick() {
    if (quiet()) {
      String told = source.get();
      synchronized (this) {
        if (seconds > QUIET_SECONDS && !timer.isShutdown()) {
          draw(what.isEmpty() ? (told.isEmpty() ? "waiting" : told) + ", " + seconds + " s" : what);
        }
      }
    }
  }

  private synchronized boolean quiet() {
    seconds++;
    return seconds > QUIET_SECONDS && !timer.isShutdown();
  }

  /** Says how far it is. */
  public synchronized void tell(String text) {
    what = text;
    if (terminal.isTerminal(Stream.ERR)) {
      draw(text);
    }
  }

  private void draw(String text) {
    terminal.err().print(CLEAR + Printable.escape(text));
    terminal.err().flush();
    shown = true;
  }

  /** Takes the line away, because something is to be printed; it comes back by itself. */
  public synchronized void clear() {
    if (shown) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
      shown = false;
    }
    seconds = 0;
  }

  @Override
  public void close() {
    if (ticks != null) {
      ticks.cancel(false);
    }
    timer.shutdownNow();
    clear();
  }
}
