package org.trustnet.trust.refresh;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.store.EntryBatch;

/**
 * What is written when a refresh brought nothing to use: what was there stays, with the alarm, the
 * reason and the time of the next try. Trust model, section 4. Each returns that time.
 */
final class Failures {
  private final Schedule schedule;
  private final RefusalLog refusals;

  Failures(Schedule schedule, RefusalLog refusals) {
    this.schedule = schedule;
    this.refusals = refusals;
  }

  /** A lookup brought no record that may be used. */
  Instant nothing(
      RecordJudge.Judgement judged, boolean answered, Known known, Moment now, RefreshEffects out) {
    Life life = answered ? alarmed(known, now) : known.life();
    Optional<Refusal> last =
        judged.refusals().isEmpty() ? Optional.empty() : Optional.of(judged.refusals().getLast());
    String text =
        last.map(refusal -> refusal.reason().id() + ": " + refusal.text())
            .orElse(answered ? "no record found" : "no peer answered");
    Instant next = schedule.failed(Schedule.Origin.LOOKED_UP, known, now.trust());
    write(
        life.withLastError(Optional.of(text)), next, refusals.with(judged.refusals()), known, out);
    out.done(
        last.<RefreshOutcome>map(refusal -> new RefreshOutcome.Refused(refusal.reason(), text))
            .orElseGet(() -> new RefreshOutcome.NothingFound(text)));
    return next;
  }

  /** An answered lookup brought nothing to use: frozen after the EOL in use, silent for a seed. */
  private static Life alarmed(Known known, Moment now) {
    Life life = known.life();
    Alarms alarms = life.alarms();
    if (known.file().isEmpty()) {
      return life;
    }
    if (life.eol().filter(now::expired).isPresent()) {
      alarms = alarms.nowFrozen(now.trust());
    }
    if (life.used().isEmpty()) {
      alarms = alarms.nowSilent(now.trust());
    }
    return life.withAlarms(known.orBehind(alarms, now.trust()));
  }

  /** The file of a record could not be had, or is not used. */
  Instant refused(
      RefusalReason reason,
      String text,
      Schedule.Origin origin,
      Known known,
      Moment now,
      RefreshEffects out) {
    Alarms alarms = known.orBehind(known.life().alarms(), now.trust());
    Life life =
        known.life().withAlarms(alarms).withLastError(Optional.of(reason.id() + ": " + text));
    Refusal refusal = Refusal.of(known.publisher(), reason, now.trust(), text);
    Instant next = schedule.failed(origin, known, now.trust());
    write(life, next, refusals.with(List.of(refusal)), known, out);
    out.done(new RefreshOutcome.Refused(reason, text));
    return next;
  }

  /** While the file of a reserved sequence cannot be read: behind, and withheld at once. */
  Instant unreadable(Schedule.Origin origin, Known known, Moment now, RefreshEffects out) {
    String text = "the file of a record with a reserved sequence cannot be read";
    Alarms alarms = known.life().alarms().nowUnread(now.trust());
    Life life = known.life().withAlarms(alarms).withLastError(Optional.of(text));
    Instant next = schedule.failed(origin, known, now.trust());
    write(life, next, EntryBatch.builder(), known, out);
    return next;
  }

  private static void write(
      Life life, Instant next, EntryBatch.Builder batch, Known known, RefreshEffects out) {
    Life scheduled = life.withNextRefresh(Optional.of(next));
    out.commit(batch.entry(known.entry().withLife(scheduled)).build());
  }
}
