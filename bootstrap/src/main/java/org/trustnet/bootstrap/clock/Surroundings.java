package org.trustnet.bootstrap.clock;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance as the node meets them.
 *
 * @param wall the time of day
 * @param nanos a monotonic clock, in nanoseconds
 * @param random a secure source, but in tests
 */
public record Surroundings(InstantSource wall, LongSupplier nanos, RandomGenerator random) {
  /** Those of the machine. An edge: the only place where the node takes its clocks from. */
  public static Surroundings ofTheMachine() {
    return new Surroundings(Clock.systemUTC(), System::nanoTime, new SecureRandom());
  }
}
