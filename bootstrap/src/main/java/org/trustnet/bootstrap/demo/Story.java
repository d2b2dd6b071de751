package org.trustnet.bootstrap.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a demonstration as they are told: each is timed, the first that fails ends it. */
final class Story {
  /** One step. */
  @FunctionalInterface
  interface Step {
    /**
     * Does it.
     *
     * @return what was measured, one line
     * @throws StepFailed if what should be is not
     */
    String run() throws IOException, InterruptedException;
  }

  /** A step did not show what it should. */
  static final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailed(String why) {
      super(why, null, false, false);
    }
  }

  /** A step that was told. */
  record Told(String name, Outcome outcome, double seconds, String detail) {}

  /** How a step went. */
  enum Outcome {
    OK,
    FAILED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Story.class);

  private final List<Told> told = new ArrayList<>();
  private final Consumer<String> out;
  private final LongSupplier nanos;

  /**
   * @param out hears each line as it is told
   */
  Story(Consumer<String> out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  /**
   * Tells one step.
   *
   * @return whether the story goes on
   */
  boolean tell(String name, Step step) throws InterruptedException {
    out.accept("• " + name);
    long begun = nanos.getAsLong();
    try {
      String detail = step.run();
      add(name, Outcome.OK, begun, detail);
      detail.lines().forEach(line -> out.accept("    " + line));
      return true;
    } catch (StepFailed e) {
      return failed(name, begun, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} failed", name, e);
      return failed(name, begun, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private boolean failed(String name, long begun, String why) {
    add(name, Outcome.FAILED, begun, why);
    why.lines().forEach(line -> out.accept("    FAILED: " + line));
    return false;
  }

  private void add(String name, Outcome outcome, long begun, String detail) {
    double seconds = (nanos.getAsLong() - begun) / 1e9;
    told.add(new Told(name, outcome, seconds, detail));
  }

  /** Waits until {@code condition} holds, asking again and again. */
  static void await(String what, Duration timeout, LongSupplier nanos, Condition condition)
      throws IOException, InterruptedException {
    long deadline = nanos.getAsLong() + timeout.toNanos();
    while (!condition.holds()) {
      if (nanos.getAsLong() - deadline > 0) {
        throw new StepFailed(what + ": not within " + timeout.toSeconds() + " s");
      }
      Pause.between();
    }
  }

  /** Something that becomes true. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** The step that failed, with its number and why; empty if none did. */
  Optional<String> failure() {
    for (int i = 0; i < told.size(); i++) {
      Told one = told.get(i);
      if (one.outcome() == Outcome.FAILED) {
        return Optional.of("step %d, %s: %s".formatted(i + 1, one.name(), one.detail()));
      }
    }
    return Optional.empty();
  }

  /** The table at the end. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    int width = told.stream().mapToInt(t -> t.name().length()).max().orElse(0);
    for (Told one : told) {
      lines.add(
          ("%-6s  %-" + width + "s  %6.2f s  %s")
              .formatted(
                  one.outcome() == Outcome.OK ? "ok" : "FAILED",
                  one.name(),
                  one.seconds(),
                  one.detail().lines().findFirst().orElse("")));
    }
    return lines;
  }

  /** The steps for programs. */
  List<Map<String, Object>> json() {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Told one : told) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("name", one.name());
      step.put("ok", one.outcome() == Outcome.OK);
      step.put("seconds", Math.round(one.seconds() * 1_000) / 1_000.0);
      step.put("detail", one.detail());
      steps.add(step);
    }
    return steps;
  }
}
