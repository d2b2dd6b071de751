package org.trustnet.testkit.crash;

import java.time.Duration;
import java.util.Random;

/**
 * When a child is killed.
 *
 * @param afterLines as soon as it has said so many lines
 * @param beginning that begin with this; empty for any line
 * @param delay and then so much later
 */
public record KillMoment(int afterLines, String beginning, Duration delay) {
  /** A moment within the first {@code lines} lines and up to {@code longest} after the last. */
  public static KillMoment within(int lines, Duration longest, Random random) {
    return new KillMoment(
        random.nextInt(lines + 1), "", Duration.ofNanos(random.nextLong(longest.toNanos() + 1)));
  }

  /** At once after it has said its {@code count}th line that begins with {@code beginning}. */
  public static KillMoment after(int count, String beginning) {
    return new KillMoment(count, beginning, Duration.ZERO);
  }
}
