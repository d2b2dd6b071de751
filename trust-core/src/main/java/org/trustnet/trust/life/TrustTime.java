package org.trustnet.trust.life;

import java.time.Duration;
import java.time.Instant;

/**
 * Trust time as it is persisted: drives every age and never goes back. Trust model, section 4.
 *
 * @param trust trust time
 * @param highestWall the highest value the wall clock ever had here
 * @param credited what was credited of gaps since the last closing, at most {@link #MAX_CREDIT}
 * @param gap what the wall clock gained and was not credited: {@code clock-gap} if not zero
 */
public record TrustTime(Instant trust, Instant highestWall, Duration credited, Duration gap) {
  /** What is credited of gaps, in all, between two closings. */
  public static final Duration MAX_CREDIT = Duration.ofDays(30);

  /** How often it is persisted. */
  public static final Duration PERSIST_EVERY = Duration.ofMinutes(10);

  public TrustTime {
    if (credited.isNegative() || credited.compareTo(MAX_CREDIT) > 0 || gap.isNegative()) {
      throw new IllegalArgumentException("trust time credit " + credited + ", gap " + gap);
    }
  }

  /** Trust time of a new repository: the wall clock's. */
  public static TrustTime startingAt(Instant wall) {
    return new TrustTime(wall, wall, Duration.ZERO, Duration.ZERO);
  }

  /**
   * Trust time after a step.
   *
   * @param ran what the monotonic clock advanced since the last step of this run; zero for the
   *     first, negative counts as zero
   * @param wall what the wall clock says now
   */
  public TrustTime step(Duration ran, Instant wall) {
    Duration run = ran.isNegative() ? Duration.ZERO : ran;
    Instant advanced = Epoch.plus(trust, run);
    if (!wall.isAfter(highestWall)) {
      return new TrustTime(advanced, highestWall, credited, gap);
    }
    Duration unexplained = Duration.between(highestWall, wall).minus(run);
    if (unexplained.isNegative() || unexplained.isZero()) {
      return new TrustTime(advanced, wall, credited, gap);
    }
    Duration left = MAX_CREDIT.minus(credited);
    Duration credit = unexplained.compareTo(left) < 0 ? unexplained : left;
    return new TrustTime(
        Epoch.plus(advanced, credit),
        wall,
        credited.plus(credit),
        gap.plus(unexplained.minus(credit)));
  }

  /** Whether the wall clock gained more than may be credited: {@code clock-gap}. */
  public boolean gapOpen() {
    return !gap.isZero();
  }

  /** Whether the wall clock is behind: {@code clock-behind}. */
  public boolean behind(Instant wall) {
    return wall.isBefore(trust);
  }

  /**
   * Closes the gap: the wall clock is believed. By a refresh that proves it ({@link #provenBy}) or
   * by {@code doctor --accept-clock}. Trust time never goes back by it.
   */
  public TrustTime close(Instant wall) {
    return new TrustTime(
        wall.isAfter(trust) ? wall : trust,
        wall.isAfter(highestWall) ? wall : highestWall,
        Duration.ZERO,
        Duration.ZERO);
  }

  /**
   * Whether a record newer than the one held, of an entry at {@code trusted} or above, proves the
   * wall clock: its EOL lies between that time and 30 d after it.
   */
  public static boolean provenBy(Instant eol, Instant wall) {
    return !eol.isBefore(wall) && !eol.isAfter(Epoch.plus(wall, MAX_CREDIT));
  }

  /**
   * Whether a record with this EOL is expired: against the later of wall and trust time; while a
   * clock-gap is open only if both say so.
   */
  public boolean expired(Instant eol, Instant wall) {
    boolean byTrust = !trust.isBefore(eol);
    boolean byWall = !wall.isBefore(eol);
    return gapOpen() ? byTrust && byWall : byTrust || byWall;
  }
}
