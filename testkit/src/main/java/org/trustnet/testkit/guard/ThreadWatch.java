package org.trustnet.testkit.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Remembers which platform threads live, and later tells which non-daemon ones are new. */
final class ThreadWatch {
  /** An orderly shutdown of an event loop takes its quiet period; what takes longer is a leak. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Set<Thread> before;

  private ThreadWatch(Set<Thread> before) {
    this.before = before;
  }

  static ThreadWatch start() {
    return new ThreadWatch(Set.copyOf(Thread.getAllStackTraces().keySet()));
  }

  /** Names of the new non-daemon threads that do not end within this time each. */
  List<String> left(Duration patience) {
    List<String> names = new ArrayList<>();
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(each) && !isExempt(each) && !ends(each, patience)) {
        names.add(each.getName());
      }
    }
    names.sort(null);
    return names;
  }

  /** JUnit's own threads, such as the one behind {@code Timeout}, outlive a class. */
  private static boolean isExempt(Thread thread) {
    return thread.isDaemon() || thread.getName().startsWith("junit-");
  }

  private static boolean ends(Thread thread, Duration patience) {
    try {
      return thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !thread.isAlive();
    }
  }
}
