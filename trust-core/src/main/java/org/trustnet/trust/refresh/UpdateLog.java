package org.trustnet.trust.refresh;

import java.time.Instant;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.store.EntryBatch;

/** Audit lines of accepted updates: one each, but beyond 24 a day one for the rest of the day. */
final class UpdateLog {
  /** Updates a day that have a line of their own. */
  static final int A_DAY = 24;

  private long day = Long.MIN_VALUE;
  private int today;
  private Optional<AuditLine> shared = Optional.empty();

  /** Adds the line to the batch, or counts it for the shared one. */
  void log(EntryBatch.Builder batch, AuditLine line) {
    long lineDay = Refusal.dayOf(line.at());
    if (lineDay != day) {
      shared.ifPresent(batch::audit);
      shared = Optional.empty();
      day = lineDay;
      today = 0;
    }
    today++;
    if (today <= A_DAY) {
      batch.audit(line);
    } else {
      long count = shared.map(AuditLine::count).orElse(0L) + 1;
      shared =
          Optional.of(
              new AuditLine(
                  line.at(), line.actor(), line.action(), line.key(), "further updates", count));
    }
  }

  /** The line that is still to be written when the program stops. */
  Optional<EntryBatch> flush(EntryKey key, PeerId publisher, Instant now) {
    Optional<EntryBatch> batch =
        shared.map(
            line ->
                EntryBatch.builder()
                    .audit(
                        new AuditLine(
                            now,
                            new Actor(Actor.Kind.PUBLISHER, publisher.toName()),
                            line.action(),
                            Optional.of(key),
                            line.text(),
                            line.count()))
                    .build());
    shared = Optional.empty();
    return batch;
  }
}
