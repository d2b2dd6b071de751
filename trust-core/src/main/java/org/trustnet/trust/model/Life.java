package org.trustnet.trust.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Printable;

/**
 * How the cached file of an entry stands: the status fields of the issue and those beside them.
 * Sequences are unsigned 64 bit in a long.
 *
 * @param fetched when the file was last fetched or confirmed, trust time; empty if never
 * @param ttl after this the entry is stale; clamped, see {@code Clamps}
 * @param eol end of validity of the record in use; empty if there is none
 * @param used sequence of the cached file's record; empty if none (0 is not none)
 * @param cid root of the cached file; empty if it came from no record
 * @param alarms what is wrong and since when
 * @param revocation whether the key has been revoked
 * @param lastError why the last refresh failed; empty if it did not
 * @param nextRefresh when it is due again, trust time; empty if at once
 */
public record Life(
    Optional<Instant> fetched,
    Duration ttl,
    Optional<Instant> eol,
    Optional<Long> used,
    Optional<Cid> cid,
    Alarms alarms,
    Revocation revocation,
    Optional<String> lastError,
    Optional<Instant> nextRefresh) {
  /** Shortest TTL; the "minimal TTL 24h". */
  public static final Duration MIN_TTL = Duration.ofHours(24);

  /** Longest TTL. */
  public static final Duration MAX_TTL = Duration.ofDays(7);

  /** Longest error text that is kept, in characters. */
  public static final int MAX_ERROR = 512;

  /** Whether the publisher's key has been revoked by a file of its own. */
  public enum Revocation {
    VALID,
    REVOKED
  }

  /** Nothing fetched yet. */
  public static final Life NEW =
      new Life(
          Optional.empty(),
          MIN_TTL,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Alarms.NONE,
          Revocation.VALID,
          Optional.empty(),
          Optional.empty());

  public Life {
    lastError = lastError.map(e -> Printable.beginning(e, MAX_ERROR));
  }

  public boolean revoked() {
    return revocation == Revocation.REVOKED;
  }

  public Life withAlarms(Alarms to) {
    return new Life(fetched, ttl, eol, used, cid, to, revocation, lastError, nextRefresh);
  }

  public Life withRevocation(Revocation to) {
    return new Life(fetched, ttl, eol, used, cid, alarms, to, lastError, nextRefresh);
  }

  public Life withNextRefresh(Optional<Instant> to) {
    return new Life(fetched, ttl, eol, used, cid, alarms, revocation, lastError, to);
  }

  public Life withLastError(Optional<String> to) {
    return new Life(fetched, ttl, eol, used, cid, alarms, revocation, to, nextRefresh);
  }

  public Life withFetched(Optional<Instant> to) {
    return new Life(to, ttl, eol, used, cid, alarms, revocation, lastError, nextRefresh);
  }

  public Life withEol(Optional<Instant> to) {
    return new Life(fetched, ttl, to, used, cid, alarms, revocation, lastError, nextRefresh);
  }
}
