package org.trustnet.trust.refresh;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.UpdateTally;

/**
 * Audit lines of accepted updates: one each, but beyond 24 a day one for the rest of the day, which
 * is written when the day is over or the program stops. The count is written with each update.
 */
final class UpdateLog {
  /** Updates a day that have a line of their own. */
  static final int A_DAY = 24;

  private UpdateLog() {}

  /** Adds the line to the batch, or counts it for the shared one; returns the tally with it. */
  static UpdateTally log(UpdateTally before, EntryBatch.Builder batch, AuditLine line) {
    long day = Refusal.dayOf(line.at());
    UpdateTally today = before;
    if (day != before.day()) {
      shared(before, line).ifPresent(batch::audit);
      today = new UpdateTally(day, 0, 0);
    }
    boolean own = today.accepted() < A_DAY;
    if (own) {
      batch.audit(line);
    }
    return new UpdateTally(day, today.accepted() + 1, today.unwritten() + (own ? 0 : 1));
  }

  /** What is still to be written of the updates that were only counted; empty if nothing is. */
  static Optional<EntryBatch> flush(Known known, Instant now) {
    UpdateTally tally = known.name().updates();
    AuditLine form = AuditLine.of(now, Update.actor(known), Update.ACTION, known.entry().key(), "");
    return shared(tally, form)
        .map(
            line ->
                EntryBatch.builder()
                    .audit(line)
                    .name(
                        known.name().withUpdates(new UpdateTally(tally.day(), tally.accepted(), 0)))
                    .build());
  }

  /** The same, of a day that is over. */
  static Optional<EntryBatch> flushPast(Known known, Instant now) {
    return known.name().updates().day() == Refusal.dayOf(now)
        ? Optional.empty()
        : flush(known, now);
  }

  private static Optional<AuditLine> shared(UpdateTally tally, AuditLine form) {
    return tally.unwritten() == 0
        ? Optional.empty()
        : Optional.of(
            new AuditLine(
                form.at(),
                form.actor(),
                form.action(),
                form.key(),
                "further updates of " + LocalDate.ofEpochDay(tally.day()),
                tally.unwritten()));
  }
}
