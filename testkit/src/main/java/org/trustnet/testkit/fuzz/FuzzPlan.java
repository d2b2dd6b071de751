package org.trustnet.testkit.fuzz;

/**
 * How several fuzz targets share one process: each gets the same part of the time, and each is
 * executed often enough. Every input goes to every target, but one that has had more than its part
 * of the time is passed over until the others have caught up; once the time is used up, only those
 * go on that still lack executions. Pure; times in nanoseconds.
 */
final class FuzzPlan {
  /** How far a target may be ahead of the one that had least: short against its part. */
  static final long AHEAD = 20_000_000;

  /** Inputs that every target gets at first: the seeds, and what loads its classes, are in them. */
  static final long WARM_UP = 1_000;

  private final long timeOfAll;
  private final long executionsOfEach;
  private final long[] nanos;
  private final long[] executions;

  /**
   * @param targets how many there are
   * @param timeOfEach how long each runs at least
   * @param executionsOfEach how often each is executed at least
   */
  FuzzPlan(int targets, long timeOfEach, long executionsOfEach) {
    this.timeOfAll = targets * timeOfEach;
    this.executionsOfEach = executionsOfEach;
    this.nanos = new long[targets];
    this.executions = new long[targets];
  }

  /** Whether the target gets the input that comes {@code elapsed} after the start. */
  boolean isDue(int target, long elapsed) {
    if (elapsed >= timeOfAll) {
      return executions[target] < executionsOfEach;
    }
    if (executions[target] < WARM_UP) {
      return true;
    }
    long least = Long.MAX_VALUE;
    for (long had : nanos) {
      least = Math.min(least, had);
    }
    return nanos[target] <= least + AHEAD;
  }

  /** Notes that the target was executed and took {@code took}. */
  void executed(int target, long took) {
    nanos[target] += took;
    executions[target]++;
  }

  /** Whether every target has had its time and its executions. */
  boolean isDone(long elapsed) {
    boolean done = elapsed >= timeOfAll;
    for (long count : executions) {
      done &= count >= executionsOfEach;
    }
    return done;
  }

  long executions(int target) {
    return executions[target];
  }

  /** The part of {@code elapsed} that the target had, what the fuzzer itself takes included. */
  long share(int target, long elapsed) {
    long sum = 0;
    for (long had : nanos) {
      sum += had;
    }
    return sum == 0 ? 0 : (long) ((double) elapsed * nanos[target] / sum);
  }
}
