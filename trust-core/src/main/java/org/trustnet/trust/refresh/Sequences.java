package org.trustnet.trust.refresh;

/** IPNS sequences: unsigned 64 bit in a long, compared as boxo does. Trust model, section 4. */
public final class Sequences {
  /** 2^63-1: what {@code publish revoke} writes. */
  public static final long REVOCATION = Long.MAX_VALUE;

  /** 2^64-1: a revocation where the DHT already holds something higher. */
  public static final long LAST_REVOCATION = -1L;

  /** 2^63-2^32: anything above that is not reserved is a fast-forward. */
  public static final long HIGHEST = Long.MAX_VALUE - (1L << 32) + 1;

  private Sequences() {}

  public static boolean reserved(long sequence) {
    return sequence == REVOCATION || sequence == LAST_REVOCATION;
  }

  public static boolean fastForward(long sequence) {
    return !reserved(sequence) && Long.compareUnsigned(sequence, HIGHEST) > 0;
  }
}
