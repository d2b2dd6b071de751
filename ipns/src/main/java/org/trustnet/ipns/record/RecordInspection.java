package org.trustnet.ipns.record;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;

/**
 * What a record says, nothing of it verified: for people who look into a record.
 *
 * @param value what it points to, as text; empty if it has none that could be shown
 * @param validityType 0 is an EOL
 * @param eol after this it is not to be used
 * @param sequence unsigned
 * @param ttlNanos how long an answer may be cached, in nanoseconds
 * @param signatures {@code V1+V2} or {@code V2}
 */
public record RecordInspection(
    Optional<String> value,
    OptionalLong validityType,
    Optional<Instant> eol,
    OptionalLong sequence,
    OptionalLong ttlNanos,
    String signatures) {

  /** A record, or why it is not one. */
  public sealed interface Outcome {
    record Read(RecordInspection inspection) implements Outcome {}

    record Unreadable(String why) implements Outcome {}
  }

  /** Reads {@code record}. */
  public static Outcome of(Bytes record) {
    return switch (ParsedRecord.parse(record)) {
      case ParsedRecord.Outcome.Failed failed -> new Outcome.Unreadable(failed.rejected().why());
      case ParsedRecord.Outcome.Parsed parsed -> new Outcome.Read(of(parsed.record()));
    };
  }

  private static RecordInspection of(ParsedRecord record) {
    return new RecordInspection(
        record.byteString(ParsedRecord.VALUE).flatMap(RecordInspection::text),
        record.integer(ParsedRecord.VALIDITY_TYPE),
        record.eol(),
        record.integer(ParsedRecord.SEQUENCE),
        record.integer(ParsedRecord.TTL),
        record.hasV1Fields() ? "V1+V2" : "V2");
  }

  private static Optional<String> text(Bytes value) {
    try {
      return Optional.of(
          value.isEmpty() || value.at(0) == '/'
              ? value.toUtf8()
              : IpfsPath.of(Cid.decode(value)).toString());
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }
}
