package org.trustnet.cli.terminal;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.trustnet.cli.terminal.Terminal.Stream;

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
  private @Nullable Future<?> ticks;
  private int seconds;
  private String what = "";
  private boolean shown;

  private Progress(Terminal terminal, ScheduledExecutorService timer) {
    this.terminal = terminal;
    this.timer = timer;
  }

  /** Starts to count, if somebody can see it. */
  public static Progress start(Terminal terminal) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("progress").unstarted(task));
    Progress progress = new Progress(terminal, timer);
    if (terminal.isTerminal(Stream.ERR)) {
      progress.ticks = timer.scheduleAtFixedRate(progress::tick, 1, 1, TimeUnit.SECONDS);
    }
    return progress;
  }

  private synchronized void tick() {
    seconds++;
    if (seconds > QUIET_SECONDS && !timer.isShutdown()) {
      draw();
    }
  }

  /** Says how far it is. */
  public synchronized void tell(String text) {
    what = text;
    if (terminal.isTerminal(Stream.ERR)) {
      draw();
    }
  }

  private void draw() {
    String text = what.isEmpty() ? "waiting, " + seconds + " s" : what;
    terminal.err().print(CLEAR + text);
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
