package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.NameRecord;

/**
 * Looks for a revocation in the files of records that are not taken into use: those with a reserved
 * sequence always, refused and lower ones so many times a day. Trust model, section 4. All reserved
 * ones of a lookup are looked at, a few at once. One that reached us unasked is looked at without
 * delay, but after it, or after one that revoked nothing, those that follow wait for their turn.
 * The revocation file that this program writes is known by its hash: it needs no look.
 */
final class RevocationSearch {
  /** Most files of one name that are asked for at once: others' refreshes need places too. */
  static final int AT_ONCE = 2;

  private static final RecordValue OUR_REVOCATION =
      new RecordValue(Cid.v1(Cid.RAW, Multihash.sha256(TrustFileWriter.revocation())), "");

  private final Pace looks = new Pace(RefreshMachine.LOOKS_A_DAY, Duration.ZERO);
  private final Set<RecordValue> asked = new HashSet<>();

  /** What is asked for next: a lookup's records and those looked at again, at most. */
  private final Map<RecordValue, RecordSummary> next = new LinkedHashMap<>();

  /** Records with a reserved sequence whose files could not be read yet. */
  private final WaitingRecords unread;

  /** Pushed records with a reserved sequence that are looked at later. */
  private final WaitingRecords waiting;

  private Instant quietUntil = Instant.MIN;
  private boolean begun;

  /** Whether the list was withheld for such a record after the last event. */
  private boolean withheld;

  /** Whether the list was withheld by an earlier run, for a record that we do not know. */
  private boolean inherited;

  RevocationSearch(RandomGenerator random) {
    this.unread = new WaitingRecords(random);
    this.waiting = new WaitingRecords(random);
  }

  /**
   * To be called before anything else of an event; what is known at the first is from an earlier
   * run. Who takes the alarm away meanwhile, as the user may, makes the records forgotten.
   */
  void begin(Known known) {
    boolean now = known.life().alarms().unread().isPresent();
    if (!begun) {
      begun = true;
      inherited = now;
    }
    if (withheld && !now) {
      unread.clear();
      inherited = false;
    }
    withheld = now;
  }

  /** The alarm was written. */
  void withheld() {
    withheld = true;
  }

  /**
   * What an accepted or confirmed file is judged by: withheld for a reserved record no more, if it
   * is none that we know, and a lookup of this run found none in the network.
   */
  Known settled(Known known) {
    Alarms alarms = known.life().alarms();
    return alarms.unread().isPresent() && noneLeft() ? known.withAlarms(alarms.read()) : known;
  }

  private boolean noneLeft() {
    return unread.isEmpty() && !inherited;
  }

  /** A lookup of this run was answered: whatever reserved record there is came, or is gone. */
  void answered() {
    inherited = false;
  }

  /** Whether the record's value says by itself that the file revokes: it is the hash of ours. */
  static boolean certain(RecordSummary record) {
    return RecordValue.parse(record.value()).filter(OUR_REVOCATION::equals).isPresent();
  }

  /** Asks for the files that a lookup's judgement leaves to be looked at. */
  void look(RecordJudge.Judgement judged, Moment now, RefreshEffects out) {
    judged.reserved().forEach(record -> inspect(record, out));
    suspects(judged, now, out);
  }

  /** The same for a record that reached us unasked. */
  void pushed(RecordJudge.Judgement judged, Moment now, RefreshEffects out) {
    for (RecordSummary record : judged.reserved()) {
      if (pause(now.trust()).isZero()) {
        inspect(record, out);
        quiet(now.trust());
      } else {
        waiting.add(record);
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

  /** How long until the turn of a record that waits; empty if none does. */
  Optional<Duration> waits(Instant now) {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(pause(now));
  }

  /** The record whose turn it is, which waits no more; empty while no turn has come. */
  Optional<RecordSummary> take(Instant now) {
    return pause(now).isZero() ? waiting.take() : Optional.empty();
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
    unread.all().forEach(record -> inspect(record, out));
  }

  /**
   * Asks for the file, or will when others have come; a record without usable value leads to none.
   * Returns whether it was not asked for already.
   */
  private boolean inspect(RecordSummary record, RefreshEffects out) {
    Optional<RecordValue> value = RecordValue.parse(record.value());
    if (value.isEmpty()) {
      return false;
    }
    if (Sequences.reserved(record.sequence())) {
      unread.add(record); // also if its file is asked for already, for an older record
    }
    if (asked.contains(value.get()) || next.containsKey(value.get())) {
      return false;
    }
    if (next.size() >= LookupRecords.MAX + WaitingRecords.MAX) {
      return false;
    }
    next.put(value.get(), record);
    askNext(out);
    return true;
  }

  private void askNext(RefreshEffects out) {
    Iterator<Map.Entry<RecordValue, RecordSummary>> first = next.entrySet().iterator();
    while (asked.size() < AT_ONCE && first.hasNext()) {
      Map.Entry<RecordValue, RecordSummary> entry = first.next();
      first.remove();
      asked.add(entry.getKey());
      out.inspect(entry.getValue(), entry.getKey());
    }
  }

  /** The file of this record came, or could not be had: others are asked for. */
  void ended(RecordSummary record, RefreshEffects out) {
    RecordValue.parse(record.value()).ifPresent(asked::remove);
    askNext(out);
  }

  /** Whether the record, or one of the same value that came meanwhile, has a reserved sequence. */
  boolean reserved(RecordSummary record) {
    return Sequences.reserved(record.sequence()) || unread.contains(record);
  }

  /** The file of a reserved sequence was read and revokes nothing. */
  private void readInVain(RecordSummary record, Instant now) {
    unread.remove(record);
    quiet(now);
  }

  /** Nothing is looked for any more. */
  void drop() {
    next.clear();
    unread.clear();
    waiting.clear();
  }

  /**
   * The record's file was read and revokes nothing: what is written then. The list stays withheld
   * while the file of another such record cannot be read.
   */
  EntryBatch nothingRevoked(RecordSummary record, Known known, Moment now) {
    NameRecord name =
        RecordValue.parse(record.value())
            .map(value -> known.name().inspected(value.mark()))
            .orElse(known.name());
    EntryBatch.Builder batch = EntryBatch.builder().name(name);
    if (reserved(record)) {
      readInVain(record, now.trust());
      batch.refusal(
          Refusal.of(
              known.publisher(),
              RefusalReason.FAST_FORWARD,
              now.trust(),
              "a reserved sequence without revocation"));
      if (noneLeft()) {
        Alarms left = known.orBehind(known.life().alarms().read(), now.trust());
        batch.entry(known.entry().withLife(known.life().withAlarms(left)));
      }
    }
    return batch.build();
  }
}
