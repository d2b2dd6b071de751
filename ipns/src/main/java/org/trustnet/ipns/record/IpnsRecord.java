package org.trustnet.ipns.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * A record whose signature was verified, or that we made. Ordered as boxo selects: by unsigned
 * sequence, then EOL, then bytes; the greatest is the best.
 *
 * @param name whose record it is
 * @param value what the name points to, as signed: a path, a binary CID, or nothing
 * @param sequence unsigned
 * @param eol after this it is not to be used
 * @param ttl how long an answer may be cached; zero if the record does not say or is negative
 * @param bytes the whole message, as it came
 */
public record IpnsRecord(
    PeerId name, Bytes value, long sequence, Instant eol, Duration ttl, Bytes bytes)
    implements Comparable<IpnsRecord> {
  private static final Comparator<IpnsRecord> ORDER =
      Comparator.<IpnsRecord>comparingLong(r -> r.sequence() + Long.MIN_VALUE)
          .thenComparing(IpnsRecord::eol)
          .thenComparing(IpnsRecord::bytes);

  /** What an empty value stands for: a path to nothing. */
  private static final String NOTHING = "/ipfs/bafkqaaa";

  /**
   * The value as text: itself, or {@code /ipfs/CID} for a binary CID, or {@code /ipfs/bafkqaaa} if
   * it is empty. May be hostile when printed. Empty if the value is none of these.
   */
  public Optional<String> valueText() {
    if (value.isEmpty()) {
      return Optional.of(NOTHING);
    }
    try {
      return Optional.of(
          value.at(0) == '/' ? value.toUtf8() : IpfsPath.of(Cid.decode(value)).toString());
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  /** The path the value is, if it is one of {@code /ipfs/…}. */
  public Optional<IpfsPath> content() {
    try {
      return valueText().map(IpfsPath::parse);
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  /** What a follower of the name keeps of the record. */
  public RecordSummary summary() {
    return new RecordSummary(
        name,
        sequence,
        valueText().orElse(""),
        eol,
        ttl,
        Multihash.sha256(value).digest(),
        content());
  }

  @Override
  public int compareTo(IpnsRecord other) {
    return ORDER.compare(this, other);
  }
}
