package org.trustnet.trust.refresh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.store.Floor;

/**
 * Judges the records of one lookup: drops what may not be the best, picks the best by boxo's rule,
 * compares it with the floor. Trust model, section 4, "Sequences".
 */
final class RecordJudge {
  private final Known known;
  private final Moment now;
  private final List<RecordSummary> usable = new ArrayList<>();
  private final List<RecordSummary> expired = new ArrayList<>();
  private final List<RecordSummary> reserved = new ArrayList<>();
  private final Map<RecordValue, RecordSummary> suspects = new LinkedHashMap<>();
  private final List<Refusal> refusals = new ArrayList<>();

  /** What the best record is. */
  enum Verdict {
    /** Higher than any seen before. */
    NEWER,
    /** The one at the floor. */
    AT_FLOOR,
    /** Nothing that may be used. */
    NOTHING
  }

  /**
   * The judgement.
   *
   * @param verdict what the best record is
   * @param best the best record; empty with NOTHING
   * @param reserved records with a reserved sequence whose files have not been read
   * @param suspects refused and lower records whose files have not been seen: they might revoke
   * @param refusals what is to be written down
   */
  record Judgement(
      Verdict verdict,
      Optional<RecordSummary> best,
      List<RecordSummary> reserved,
      List<RecordSummary> suspects,
      List<Refusal> refusals) {}

  private RecordJudge(Known known, Moment now) {
    this.known = known;
    this.now = now;
  }

  static Judgement judge(List<RecordSummary> records, int malformed, Known known, Moment now) {
    RecordJudge judge = new RecordJudge(known, now);
    if (malformed > 0) {
      judge.refuse(RefusalReason.MALFORMED, malformed + " malformed records");
    }
    records.forEach(judge::sort);
    return judge.judgement();
  }

  private void sort(RecordSummary record) {
    String sequence = "sequence " + Long.toUnsignedString(record.sequence());
    if (Sequences.reserved(record.sequence())) {
      if (RecordValue.parse(record.value()).isEmpty()) {
        refuse(RefusalReason.BAD_VALUE, sequence);
      } else if (unseen(record)) {
        reserved.add(record);
      } else {
        refuse(RefusalReason.FAST_FORWARD, sequence);
      }
    } else if (Sequences.fastForward(record.sequence())) {
      refuse(RefusalReason.FAST_FORWARD, sequence);
      suspect(record);
    } else if (now.expired(record.eol())) {
      expired.add(record);
      suspect(record);
    } else {
      usable.add(record);
    }
  }

  private Judgement judgement() {
    Optional<RecordSummary> best = best();
    best.ifPresent(this::suspectOthers);
    refuseExpired(best);
    Verdict verdict = best.map(this::compare).orElse(Verdict.NOTHING);
    return new Judgement(
        verdict,
        verdict == Verdict.NOTHING ? Optional.empty() : best,
        List.copyOf(reserved),
        List.copyOf(suspects.values()),
        List.copyOf(refusals));
  }

  /** By boxo's rule; of equal sequences the one at the floor, if it is among them. */
  private Optional<RecordSummary> best() {
    Optional<RecordSummary> best = usable.stream().max(RecordSummary.BY_SELECTION);
    Bytes seen = known.floor().map(Floor::valueSha256).orElse(Bytes.empty());
    return best.flatMap(
            b ->
                usable.stream()
                    .filter(r -> r.sequence() == b.sequence() && r.valueSha256().equals(seen))
                    .max(RecordSummary.BY_SELECTION))
        .or(() -> best);
  }

  /** Those that nothing usable is newer than: that peers keep older ones is no news. */
  private void refuseExpired(Optional<RecordSummary> best) {
    for (RecordSummary record : expired) {
      if (best.isEmpty() || RecordSummary.BY_SELECTION.compare(record, best.get()) > 0) {
        refuse(
            RefusalReason.EXPIRED,
            "sequence %s, valid until %s"
                .formatted(Long.toUnsignedString(record.sequence()), record.eol()));
      }
    }
  }

  private void suspectOthers(RecordSummary best) {
    for (RecordSummary record : usable) {
      boolean twin = record.sequence() == best.sequence();
      if (twin && !record.valueSha256().equals(best.valueSha256())) {
        refuse(
            RefusalReason.EQUIVOCATION,
            "two values with sequence " + Long.toUnsignedString(record.sequence()));
      }
      if (!record.valueSha256().equals(best.valueSha256())) {
        suspect(record);
      }
    }
  }

  private Verdict compare(RecordSummary best) {
    Optional<Floor> floor = known.floor();
    if (floor.isEmpty()) {
      return Verdict.NEWER;
    }
    int order = Long.compareUnsigned(best.sequence(), floor.get().sequence());
    if (order > 0) {
      return Verdict.NEWER;
    }
    if (order == 0 && best.valueSha256().equals(floor.get().valueSha256())) {
      return Verdict.AT_FLOOR;
    }
    suspect(best);
    if (order < 0) {
      refuse(
          RefusalReason.ROLLBACK,
          "sequence %s, seen %s"
              .formatted(
                  Long.toUnsignedString(best.sequence()),
                  Long.toUnsignedString(floor.get().sequence())));
    } else {
      refuse(
          RefusalReason.EQUIVOCATION,
          "another value with sequence " + Long.toUnsignedString(best.sequence()));
    }
    return Verdict.NOTHING;
  }

  private void suspect(RecordSummary record) {
    if (unseen(record)) {
      RecordValue.parse(record.value()).ifPresent(v -> suspects.putIfAbsent(v, record));
    }
  }

  private boolean unseen(RecordSummary record) {
    return !inUse(record)
        && RecordValue.parse(record.value())
            .map(value -> !known.name().inspected().contains(value.mark()))
            .orElse(true);
  }

  /** Whether it has the value of the record whose file is used. */
  private boolean inUse(RecordSummary record) {
    return known
        .floor()
        .filter(f -> known.life().used().equals(Optional.of(f.sequence())))
        .filter(f -> f.valueSha256().equals(record.valueSha256()))
        .isPresent();
  }

  private void refuse(RefusalReason reason, String text) {
    PeerId name = known.publisher();
    refusals.add(Refusal.of(name, reason, now.trust(), text));
  }
}
