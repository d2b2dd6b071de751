package org.trustnet.trust.store;

import org.trustnet.multiformats.Bytes;

/**
 * The highest validly signed sequence seen under a name. Never goes down, but by {@code trust
 * reset-floor}.
 *
 * @param sequence unsigned 64 bit
 * @param valueSha256 SHA-256 of the value of the record that was seen first with it, 32 bytes
 */
public record Floor(long sequence, Bytes valueSha256) {
  public Floor {
    if (valueSha256.length() != 32) {
      throw new IllegalArgumentException("a hash of " + valueSha256.length() + " bytes, not 32");
    }
    valueSha256 = valueSha256.compact();
  }

  /** Whether this floor is above {@code other}, as boxo compares: unsigned. */
  public boolean above(Floor other) {
    return Long.compareUnsigned(sequence, other.sequence) > 0;
  }
}
