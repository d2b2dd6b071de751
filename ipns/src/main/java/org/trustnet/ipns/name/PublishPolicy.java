package org.trustnet.ipns.name;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.multiformats.Bytes;

/** What the next record of a name says. Pure. */
public final class PublishPolicy {
  /** Validity of a record unless asked otherwise, as boxo. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofDays(2);

  /** TTL of a record unless asked otherwise, as boxo. */
  public static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

  /**
   * Highest sequence that counting up reaches: followers refuse what is above as a jump, except the
   * two numbers that say a name is revoked.
   */
  public static final long MAX_COUNTED_SEQUENCE = Long.MAX_VALUE - (1L << 32) + 1;

  private PublishPolicy() {}

  /**
   * What to publish.
   *
   * @param value a path such as {@code /ipfs/CID}
   * @param lifetime from now to the EOL
   * @param ttl how long an answer may be cached
   * @param sequence to use instead of counting, unsigned; must be higher than the last
   * @param end whether the record may end later than its lifetime says
   */
  public record Request(
      Bytes value, Duration lifetime, Duration ttl, OptionalLong sequence, End end) {
    /** A record that ends no earlier than the last one of the same value. */
    public Request(Bytes value, Duration lifetime, Duration ttl, OptionalLong sequence) {
      this(value, lifetime, ttl, sequence, End.NO_EARLIER);
    }

    /** The same with an end after its lifetime exactly, though the last one ends later. */
    public Request endingAsAsked() {
      return new Request(value, lifetime, ttl, sequence, End.AS_ASKED);
    }

    /** A value with everything else by default. */
    public static Request of(Bytes value) {
      return new Request(value, DEFAULT_LIFETIME, DEFAULT_TTL, OptionalLong.empty());
    }
  }

  /** When a record of an unchanged value ends. */
  public enum End {
    /** Where the last one ends, if that is later. */
    NO_EARLIER,
    /** After the lifetime: an earlier end takes a higher sequence, without which it would lose. */
    AS_ASKED
  }

  /** A record to sign, or why there is none. */
  public sealed interface Next {
    record Sign(RecordContent content) implements Next {}

    /** The sequence asked for is not above the last one. */
    record NotHigher(long last) implements Next {}

    /** The sequences that can be counted are used up. */
    record Exhausted(long last) implements Next {}
  }

  /**
   * The record after {@code last}: the sequence rises only when the value changes, or an earlier
   * end is asked for; a first record has 0. Otherwise the EOL of an unchanged value never moves
   * back.
   */
  public static Next next(Optional<IpnsRecord> last, Request request, Instant now) {
    Instant eol = now.plus(request.lifetime());
    if (request.sequence().isPresent()) {
      long wanted = request.sequence().getAsLong();
      long floor = last.map(IpnsRecord::sequence).orElse(0L);
      return Long.compareUnsigned(wanted, floor) > 0
          ? sign(request, wanted, eol)
          : new Next.NotHigher(floor);
    }
    if (last.isEmpty()) {
      return sign(request, 0, eol);
    }
    long sequence = last.get().sequence();
    boolean earlier = eol.isBefore(last.get().eol());
    boolean same = last.get().value().equals(request.value());
    if (same && !(earlier && request.end() == End.AS_ASKED)) {
      return sign(request, sequence, earlier ? last.get().eol() : eol);
    }
    return Long.compareUnsigned(sequence, MAX_COUNTED_SEQUENCE) < 0
        ? sign(request, sequence + 1, eol)
        : new Next.Exhausted(sequence);
  }

  /**
   * The same value signed again: same sequence and TTL, EOL {@code lifetime} from now or where it
   * was, whichever is later.
   */
  public static RecordContent renewed(IpnsRecord last, Duration lifetime, Instant now) {
    Instant eol = now.plus(lifetime);
    return new RecordContent(
        last.value(), last.sequence(), eol.isBefore(last.eol()) ? last.eol() : eol, last.ttl());
  }

  private static Next sign(Request request, long sequence, Instant eol) {
    return new Next.Sign(new RecordContent(request.value(), sequence, eol, request.ttl()));
  }
}
