package org.trustnet.ipns.record;

import java.time.Duration;
import java.time.Instant;
import org.trustnet.multiformats.Bytes;

/**
 * What a new record is to say.
 *
 * @param value a path such as {@code /ipfs/CID}
 * @param sequence unsigned
 * @param eol to the nanosecond, in the years 0 to 9999
 * @param ttl not negative, at most 2^63-1 nanoseconds
 */
public record RecordContent(Bytes value, long sequence, Instant eol, Duration ttl) {
  public RecordContent {
    if (ttl.isNegative()) {
      throw new IllegalArgumentException("negative TTL " + ttl);
    }
    if (eol.isBefore(Rfc3339.MIN) || eol.isAfter(Rfc3339.MAX)) {
      throw new IllegalArgumentException("EOL " + eol + " has no RFC 3339 form");
    }
  }
}
