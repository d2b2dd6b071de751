package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * A validly signed IPNS record, in what judging it needs.
 *
 * @param name the name it was signed for
 * @param sequence unsigned 64 bit (CBOR -n is 2^64-n; an unsigned CBOR integer of 2^63 or more is
 *     malformed and never comes here)
 * @param value what it points to, as signed
 * @param valueSha256 SHA-256 of {@code value}
 * @param eol end of its validity
 * @param ttl how long it may be cached
 */
public record RecordSummary(
    PeerId name, long sequence, Bytes value, Bytes valueSha256, Instant eol, Duration ttl) {
  /** boxo's selection rule: the higher sequence, then the later EOL. */
  public static final Comparator<RecordSummary> BY_SELECTION =
      ((Comparator<RecordSummary>) (a, b) -> Long.compareUnsigned(a.sequence, b.sequence))
          .thenComparing(RecordSummary::eol);

  /** A summary whose value is hashed here. */
  public static RecordSummary of(
      PeerId name, long sequence, Bytes value, Instant eol, Duration ttl) {
    return new RecordSummary(name, sequence, value, Multihash.sha256(value).digest(), eol, ttl);
  }
}
