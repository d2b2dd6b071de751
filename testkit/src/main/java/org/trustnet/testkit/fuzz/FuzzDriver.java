package org.trustnet.testkit.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Jazzer's own main class calls: gives every input to the fuzz targets of one test class,
 * until each has had its time <em>and</em> its executions.
 *
 * <p>One process for all targets of a class, because it takes seconds to start one. libFuzzer can
 * only be told to stop at a time or at a count, so the driver keeps the {@link FuzzPlan} and at its
 * end writes the file that libFuzzer's {@code -stop_file} waits for: a line for each target with
 * its name, seconds and executions, between them a space.
 *
 * <p>It also holds every target to one property that none can state for itself: an execution
 * allocates at most {@link #MAX_ALLOCATION} bytes on its thread, whatever lengths the input claims.
 *
 * <p>System properties: {@code fuzz.class}, {@code fuzz.method} (that one only), {@code
 * fuzz.seconds} and {@code fuzz.executions} of each target, {@code fuzz.limit} (seconds after which
 * it ends with what it has), {@code fuzz.report} (the file). Jazzer calls it on one thread.
 */
public final class FuzzDriver {
  /** Most bytes that one execution may allocate: thousands of times the inputs that are tried. */
  static final long MAX_ALLOCATION = 64L << 20;

  private static final long SECOND = 1_000_000_000L;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static @Nullable FuzzDriver driver;

  private final List<FuzzTarget> targets;
  private final FuzzPlan plan;
  private final Path report;
  private final long limit;
  private final long started = System.nanoTime();
  private boolean reported;

  private FuzzDriver() throws ReflectiveOperationException {
    String method = System.getProperty("fuzz.method", "");
    targets =
        FuzzTarget.of(Class.forName(property("fuzz.class"))).stream()
            .filter(target -> method.isEmpty() || target.name().equals(method))
            .toList();
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("no target " + method);
    }
    plan =
        new FuzzPlan(
            targets.size(),
            Long.parseLong(property("fuzz.seconds")) * SECOND,
            Long.parseLong(property("fuzz.executions")));
    limit = Long.parseLong(property("fuzz.limit")) * SECOND;
    report = Path.of(property("fuzz.report"));
  }

  /** Called once, before the first input. */
  public static void fuzzerInitialize() throws ReflectiveOperationException {
    driver = new FuzzDriver();
  }

  /** Called for every input. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    Objects.requireNonNull(driver).run(input);
  }

  private void run(byte[] input) throws Throwable {
    long now = System.nanoTime();
    for (int i = 0; i < targets.size(); i++) {
      if (plan.isDue(i, now - started)) {
        checkAllocation(targets.get(i), input);
        long end = System.nanoTime();
        plan.executed(i, end - now);
        now = end;
      }
    }
    long elapsed = now - started;
    if (!reported && (plan.isDone(elapsed) || elapsed >= limit)) {
      reported = true;
      report(elapsed);
    }
  }

  private static void checkAllocation(FuzzTarget target, byte[] input) throws Throwable {
    long allocated = allocated(target, input);
    if (allocated > MAX_ALLOCATION) {
      // The first execution also loads and instruments classes on this thread: judge another.
      allocated = allocated(target, input);
    }
    if (allocated > MAX_ALLOCATION) {
      throw new AssertionError(
          "%s allocated %,d bytes for %,d bytes of input"
              .formatted(target.name(), allocated, input.length));
    }
  }

  private static long allocated(FuzzTarget target, byte[] input) throws Throwable {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    target.run(input.clone());
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void report(long elapsed) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < targets.size(); i++) {
      double seconds = (double) plan.share(i, elapsed) / SECOND;
      lines.append(
          String.format(
              Locale.ROOT, "%s %.1f %d%n", targets.get(i).name(), seconds, plan.executions(i)));
    }
    Files.writeString(report, lines);
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("the system property " + name + " is not set");
    }
    return value;
  }
}
