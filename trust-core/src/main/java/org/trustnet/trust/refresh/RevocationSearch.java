package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.NameRecord;

/**
 * Looks for a revocation in the files of records that are not taken into use: those with a reserved
 * sequence always, refused and lower ones so many times a day. Trust model, section 4. A reserved
 * one that reached us unasked is looked at without delay, but after it, or after one that revoked
 * nothing, the best of those that follow waits.
 */
final class RevocationSearch {
  private final Pace looks = new Pace(RefreshMachine.LOOKS_A_DAY, Duration.ZERO);
  private final Set<RecordValue> asked = new HashSet<>();

  /** Records with a reserved sequence whose files could not be read yet, so many at most. */
  private final Set<RecordSummary> unread = new LinkedHashSet<>();

  /** A pushed record with a reserved sequence that is looked at later. */
  private Optional<RecordSummary> waiting = Optional.empty();

  private Instant quietUntil = Instant.MIN;

  /** Asks for the files that a lookup's judgement leaves to be looked at. */
  void look(RecordJudge.Judgement judged, Moment now, RefreshEffects out) {
    judged.reserved().forEach(record -> inspect(record, out));
    suspects(judged, now, out);
  }

  /** The same for a record that reached us unasked. */
  void pushed(RecordJudge.Judgement judged, Moment now, RefreshEffects out) {
    for (RecordSummary record : judged.reserved()) {
      if (!pause(now.trust()).isZero()) {
        waiting = waiting.filter(w -> RecordSummary.BY_SELECTION.compare(w, record) >= 0);
        waiting = waiting.or(() -> Optional.of(record));
      } else {
        inspect(record, out);
        quiet(now.trust());
      }
    }
    suspects(judged, now, out);
  }

  private void quiet(Instant now) {
    quietUntil = now.plus(RefreshMachine.RESERVED_APART);
  }

  /** How long until a pushed record with a reserved sequence is looked at without delay. */
  private Duration pause(Instant now) {
    return now.isBefore(quietUntil) ? Duration.between(now, quietUntil) : Duration.ZERO;
  }

  /** How long the record waits that waits; empty if none does. */
  Optional<Duration> waits(Instant now) {
    return waiting.map(record -> pause(now));
  }

  /** The record that waits, which waits no more; empty while its turn has not come. */
  Optional<RecordSummary> take(Instant now) {
    if (!pause(now).isZero()) {
      return Optional.empty();
    }
    Optional<RecordSummary> taken = waiting;
    waiting = Optional.empty();
    return taken;
  }

  private void suspects(RecordJudge.Judgement judged, Moment now, RefreshEffects out) {
    for (RecordSummary record : judged.suspects()) {
      if (looks.allows(now.trust()) && inspect(record, out)) {
        looks.happened(now.trust());
      }
    }
  }

  /** Asks once more for the files that could not be read. */
  void lookAgain(RefreshEffects out) {
    List.copyOf(unread).forEach(record -> inspect(record, out));
  }

  /** Asks for the file once at a time; a record without usable value leads to none. */
  private boolean inspect(RecordSummary record, RefreshEffects out) {
    Optional<RecordValue> value = RecordValue.parse(record.value());
    if (value.isEmpty()) {
      return false;
    }
    if (Sequences.reserved(record.sequence()) && unread.size() < RefreshMachine.LOOKS_A_DAY) {
      unread.add(record);
    }
    if (asked.size() > RefreshMachine.LOOKS_A_DAY || !asked.add(value.get())) {
      return false;
    }
    out.inspect(record, value.get());
    return true;
  }

  /** The file of this record came, or could not be had: it may be asked for again. */
  void ended(RecordSummary record) {
    RecordValue.parse(record.value()).ifPresent(asked::remove);
  }

  /** The file of a reserved sequence was read and revokes nothing. */
  void readInVain(RecordSummary record, Instant now) {
    unread.remove(record);
    quiet(now);
  }

  /** Nothing is looked for any more. */
  void drop() {
    unread.clear();
    waiting = Optional.empty();
  }

  /**
   * What is written when the record's file was read and revokes nothing. The list stays withheld
   * while the file of another such record cannot be read.
   */
  EntryBatch nothingRevoked(RecordSummary record, Known known, Moment now) {
    NameRecord name =
        RecordValue.parse(record.value())
            .map(value -> known.name().inspected(value.mark()))
            .orElse(known.name());
    EntryBatch.Builder batch = EntryBatch.builder().name(name);
    if (Sequences.reserved(record.sequence())) {
      batch.refusal(
          Refusal.of(
              known.publisher(),
              RefusalReason.FAST_FORWARD,
              now.trust(),
              "a reserved sequence without revocation"));
      if (unread.isEmpty()) {
        Alarms left = known.orBehind(known.life().alarms().read(), now.trust());
        batch.entry(known.entry().withLife(known.life().withAlarms(left)));
      }
    }
    return batch.build();
  }
}
