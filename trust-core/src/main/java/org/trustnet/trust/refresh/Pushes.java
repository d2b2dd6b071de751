package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Records of one name that reached us unasked: how often one is accepted, and the best of those
 * that wait for it. Trust model, section 4. Times are trust time.
 */
final class Pushes {
  private final Pace pace = new Pace(RefreshMachine.PUSHES_A_DAY, RefreshMachine.PUSHES_APART);
  private Optional<RecordSummary> waiting = Optional.empty();

  /** Whether the record is newer than any seen and nothing speaks against using it. */
  static boolean usual(RecordSummary record, Known known, Moment now) {
    boolean newer =
        known
            .floor()
            .map(f -> Long.compareUnsigned(record.sequence(), f.sequence()) > 0)
            .orElse(true);
    return newer
        && !Sequences.reserved(record.sequence())
        && !Sequences.fastForward(record.sequence())
        && !now.expired(record.eol());
  }

  boolean allowed(Instant now) {
    return pace.allows(now);
  }

  void accepted(Instant now) {
    pace.happened(now);
  }

  /** How long the record waits that waits; empty if none does. */
  Optional<Duration> waits(Instant now) {
    return waiting.map(record -> pace.waiting(now));
  }

  /** Keeps the record for later, if it is better than the one that waits. */
  void keep(RecordSummary record) {
    if (waiting.map(w -> RecordSummary.BY_SELECTION.compare(record, w) > 0).orElse(true)) {
      waiting = Optional.of(record);
    }
  }

  /** The record that waits, which waits no more; empty while none may be accepted. */
  Optional<RecordSummary> take(Instant now) {
    if (!pace.allows(now)) {
      return Optional.empty();
    }
    Optional<RecordSummary> taken = waiting;
    waiting = Optional.empty();
    return taken;
  }

  void drop() {
    waiting = Optional.empty();
  }
}
