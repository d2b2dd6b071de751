package org.trustnet.testkit.sim;

import java.util.random.RandomGenerator;

/**
 * A repeatable source of randomness (SplitMix64), the same on every JDK. Named sub-streams do not
 * depend on how much was drawn before, so one more draw in one place does not change all others.
 * Not thread-safe.
 */
public final class SeededRandom implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final long seed;
  private long state;

  private SeededRandom(long seed) {
    this.seed = seed;
    this.state = seed;
  }

  /** A source from this seed. */
  public static SeededRandom of(long seed) {
    return new SeededRandom(seed);
  }

  /** The seed, to be named when a test fails. */
  public long seed() {
    return seed;
  }

  /** A source of its own for one purpose; the same name gives the same stream again. */
  public SeededRandom stream(String name) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return new SeededRandom(mix(seed ^ mix(hash)));
  }

  /** A source of its own for one of many of a kind, e.g. a node by its number. */
  public SeededRandom stream(long number) {
    return new SeededRandom(mix(seed + mix(number + GOLDEN_GAMMA)));
  }

  /** As many random bytes. */
  public byte[] bytes(int count) {
    byte[] drawn = new byte[count];
    nextBytes(drawn);
    return drawn;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
