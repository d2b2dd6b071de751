package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFileReader;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.Floor;

/**
 * Follows one publisher: judges what lookups bring, asks for files, commits or refuses them. Pure:
 * what lasts is in {@link Known} and goes out in batches; in here is only what a restart may
 * forget. Trust model, section 4. One thread.
 */
public final class RefreshMachine {
  /** Most accepted records that reached us unasked, a day and name. */
  public static final int PUSHES_A_DAY = 24;

  /** How far apart such records are accepted. */
  public static final Duration PUSHES_APART = Duration.ofMinutes(10);

  /**
   * How far apart the files of pushed records with a reserved sequence are fetched, after a first
   * one that revoked nothing.
   */
  public static final Duration RESERVED_APART = Duration.ofMinutes(10);

  /** Most files a day and name that are fetched only to see whether they revoke. */
  public static final int LOOKS_A_DAY = 4;

  private final RandomGenerator random;
  private final Schedule schedule;
  private final Pushes pushes = new Pushes();
  private final RevocationSearch revocations;
  private final RefusalLog refusals = new RefusalLog();
  private final Failures failures;
  private Optional<RecordSummary> fetching = Optional.empty();
  private Schedule.Origin origin = Schedule.Origin.LOOKED_UP;
  private boolean looking;

  /**
   * A machine of one entry, which {@link Known} names.
   *
   * @param random for jitter
   */
  public RefreshMachine(RandomGenerator random) {
    this.random = random;
    this.schedule = new Schedule(random);
    this.failures = new Failures(schedule, refusals);
    this.revocations = new RevocationSearch(random);
  }

  /** Takes one event. */
  public void on(RefreshEvent event, Known known, Moment now, RefreshEffects out) {
    if (event instanceof RefreshEvent.Stopping) {
      UpdateLog.flush(known, now.trust()).ifPresent(out::commit);
      write(refusals.take(), out);
      return;
    }
    if (known.revoked()) {
      if (!known.life().revoked()) {
        out.commit(Update.revokedElsewhere(known, now));
      }
      out.done(new RefreshOutcome.Refused(RefusalReason.REVOKED, "the key has been revoked"));
      return;
    }
    if (known.resolution() == Known.Resolution.BLOCKED) {
      forget(event, out);
      out.done(new RefreshOutcome.NothingFound("the name is blocked"));
      return;
    }
    revocations.begin(known);
    switch (event) {
      case RefreshEvent.Started started -> started(known, now, out);
      case RefreshEvent.Due due -> due(known, now, out);
      case RefreshEvent.Asked asked -> lookUp(out);
      case RefreshEvent.Looked looked -> looked(looked, known, now, out);
      case RefreshEvent.Pushed push -> pushed(push.record(), known, now, out);
      case RefreshEvent.Fetched fetched -> fetched(fetched, known, now, out);
      case RefreshEvent.FetchFailed failed -> fetchFailed(failed, known, now, out);
      case RefreshEvent.Inspected inspected -> inspected(inspected, known, now, out);
      case RefreshEvent.Stopping stopping -> throw new AssertionError("handled above");
    }
  }

  /** What was under way when the name was blocked is over, so that it can begin anew afterwards. */
  private void forget(RefreshEvent event, RefreshEffects out) {
    revocations.drop();
    switch (event) {
      case RefreshEvent.Looked looked -> looking = false;
      case RefreshEvent.Fetched fetched -> fetching = Optional.empty();
      case RefreshEvent.FetchFailed failed -> fetching = Optional.empty();
      case RefreshEvent.Inspected inspected -> revocations.ended(inspected.record(), out);
      default -> {}
    }
  }

  private void started(Known known, Moment now, RefreshEffects out) {
    UpdateLog.flushPast(known, now.trust()).ifPresent(out::commit);
    if (known.behind() && known.life().alarms().behind().isEmpty()) {
      Alarms behind = known.life().alarms().nowBehind(now.trust());
      out.commit(
          EntryBatch.builder()
              .entry(known.entry().withLife(known.life().withAlarms(behind)))
              .build());
    }
    boolean unread = known.life().alarms().unread().isPresent();
    boolean atOnce = known.behind() || unread || known.file().isEmpty();
    out.wakeAfter(atOnce ? Duration.ZERO : Schedule.untilDue(known, now.trust()));
  }

  /** Asks to be woken for the refresh that is planned, or for a record whose turn comes before. */
  private void wake(Known known, Moment now, RefreshEffects out) {
    wake(known.life().nextRefresh().orElse(now.trust()), now, out);
  }

  private void wake(Instant planned, Moment now, RefreshEffects out) {
    Duration until = Schedule.until(planned, now.trust());
    Duration next =
        revocations.waits(now.trust()).filter(w -> w.compareTo(until) < 0).orElse(until);
    Optional<Duration> push = pushes.waits(now.trust());
    if (idle() && push.isPresent() && push.get().compareTo(next) < 0) {
      next = push.get();
    }
    out.wakeAfter(next);
  }

  /** Neither looking for a record nor fetching a file to use: a pushed record may be taken. */
  private boolean idle() {
    return fetching.isEmpty() && !looking;
  }

  private void due(Known known, Moment now, RefreshEffects out) {
    Optional<RecordSummary> reserved = revocations.take(now.trust());
    if (reserved.isPresent()) {
      revocations.pushed(RecordJudge.judge(List.of(reserved.get()), 0, known, now), now, out);
    }
    Optional<RecordSummary> pushed = idle() ? pushes.take(now.trust()) : Optional.empty();
    if (pushed.isPresent()) {
      acceptPushed(pushed.get(), known, now, out);
    } else if (reserved.isPresent() && !Schedule.untilDue(known, now.trust()).isZero()) {
      wake(known, now, out);
    } else {
      lookUp(out);
    }
  }

  private void lookUp(RefreshEffects out) {
    if (idle()) { // else what is under way plans the next when it ends
      revocations.lookAgain(out);
      looking = true;
      out.lookup();
    }
  }

  private void looked(RefreshEvent.Looked event, Known known, Moment now, RefreshEffects out) {
    looking = false;
    boolean answered = event.reach() == RefreshEvent.Reach.ANSWERED;
    if (answered) {
      out.answered();
      revocations.answered();
    }
    LookupRecords records = new LookupRecords(random);
    event.records().forEach(records::add);
    RecordJudge.Judgement judged = RecordJudge.judge(records.all(), event.malformed(), known, now);
    if (records.revocation().isPresent()) {
      write(judged.refusals(), out);
      revoke(records.revocation().get(), known, now, out);
      return;
    }
    act(judged, answered, known, now, out);
  }

  private void act(
      RecordJudge.Judgement judged, boolean answered, Known known, Moment now, RefreshEffects out) {
    revocations.look(judged, now, out);
    if (judged.best().isEmpty()) {
      wake(failures.nothing(judged, answered, known, now, out), now, out);
      return;
    }
    RecordSummary best = judged.best().get();
    Moment proven = proveClock(best, known, now, out);
    boolean inUse = known.life().used().equals(Optional.of(best.sequence()));
    if (judged.verdict() == RecordJudge.Verdict.AT_FLOOR && inUse && known.file().isPresent()) {
      if (!answered) { // our own copy says nothing of what the publisher says now
        wake(failures.nothing(judged, false, known, now, out), now, out);
        return;
      }
      confirm(best, judged.refusals(), known, proven, out);
      return;
    }
    write(judged.refusals(), out);
    origin = Schedule.Origin.LOOKED_UP;
    take(best, known, proven, out);
  }

  /** Section 4, trust time: what closes a clock-gap. */
  private Moment proveClock(RecordSummary best, Known known, Moment now, RefreshEffects out) {
    Optional<TrustTime> closed = ClockRound.closedBy(best, known, now);
    if (closed.isEmpty()) {
      return now;
    }
    out.clockClosed(closed.get());
    out.commit(EntryBatch.builder().time(closed.get()).build());
    return new Moment(closed.get(), now.wall());
  }

  private void take(RecordSummary record, Known known, Moment now, RefreshEffects out) {
    Floor seen = new Floor(record.sequence(), record.valueSha256());
    if (known.floor().map(seen::above).orElse(true)) {
      out.persistSeen(seen);
    }
    Optional<RecordValue> value = RecordValue.parse(record.value());
    if (value.isEmpty()) {
      fail(RefusalReason.BAD_VALUE, "its value is not /ipfs/<cid>", known.raised(seen), now, out);
      return;
    }
    fetching = Optional.of(record);
    out.fetch(record, value.get());
  }

  private void confirm(
      RecordSummary record, List<Refusal> refused, Known known, Moment now, RefreshEffects out) {
    Optional<Instant> eol = known.life().eol().filter(e -> e.isAfter(record.eol()));
    Update confirmed =
        new Update(revocations.settled(known), record, now, schedule, Schedule.Origin.LOOKED_UP);
    EntryBatch.Builder batch = refusals.with(refused);
    batch.entry(
        known.entry().withLife(confirmed.life().withEol(eol.or(() -> Optional.of(record.eol())))));
    out.commit(batch.build());
    wake(confirmed.next(), now, out);
    out.done(new RefreshOutcome.Unchanged());
  }

  private void fetchFailed(
      RefreshEvent.FetchFailed event, Known known, Moment now, RefreshEffects out) {
    if (fetching.equals(Optional.of(event.record()))) {
      fetching = Optional.empty();
      fail(event.reason(), event.text(), known, now, out);
    }
  }

  private void fail(
      RefusalReason reason, String text, Known known, Moment now, RefreshEffects out) {
    wake(failures.refused(reason, text, origin, known, now, out), now, out);
  }

  private void fetched(RefreshEvent.Fetched event, Known known, Moment now, RefreshEffects out) {
    if (!fetching.equals(Optional.of(event.record()))) {
      return;
    }
    fetching = Optional.empty();
    switch (TrustFileReader.read(event.content())) {
      case ReadResult.Revoked revoked -> revoke(event.record(), known, now, out);
      case ReadResult.Refused refused ->
          fail(Update.reason(refused.fault()), refused.toString(), known, now, out);
      case ReadResult.Accepted accepted -> {
        if (accepted.file().nodeCount() > known.roomForNodes()) {
          fail(RefusalReason.OVER_LIMIT, "the index of nodes is full", known, now, out);
        } else {
          update(event, accepted, known, now, out);
        }
      }
    }
  }

  private void update(
      RefreshEvent.Fetched event,
      ReadResult.Accepted accepted,
      Known known,
      Moment now,
      RefreshEffects out) {
    Update update = new Update(revocations.settled(known), event.record(), now, schedule, origin);
    out.commit(update.batch(event.content(), accepted));
    wake(update.next(), now, out);
    out.done(update.outcome(accepted.file()));
  }

  private void inspected(
      RefreshEvent.Inspected event, Known known, Moment now, RefreshEffects out) {
    RecordSummary record = event.record();
    revocations.ended(record, out);
    if (event.content().isEmpty()) {
      unreadable(record, known, now, out);
      return;
    }
    if (TrustFileReader.read(event.content().get()) instanceof ReadResult.Revoked) {
      revoke(record, known, now, out);
      return;
    }
    out.commit(revocations.nothingRevoked(record, known, now));
  }

  private void unreadable(RecordSummary record, Known known, Moment now, RefreshEffects out) {
    if (revocations.reserved(record)) {
      // While a lookup is under way it is that which plans the next.
      Schedule.Origin by = looking ? Schedule.Origin.LOOKED_UP : Schedule.Origin.PUSHED;
      wake(failures.unreadable(by, known, now, out), now, out);
      revocations.withheld();
    }
  }

  private void revoke(RecordSummary record, Known known, Moment now, RefreshEffects out) {
    pushes.drop();
    revocations.drop();
    out.commit(Update.revocation(known, record, now));
    out.done(new RefreshOutcome.Revoked());
  }

  private void pushed(RecordSummary record, Known known, Moment now, RefreshEffects out) {
    if (RevocationSearch.certain(record)) {
      revoke(record, known, now, out);
    } else if (!Pushes.usual(record, known, now)) {
      RecordJudge.Judgement judged = RecordJudge.judge(List.of(record), 0, known, now);
      revocations.pushed(judged, now, out);
      write(refusals.note(judged.refusals(), now.trust()), out);
      if (revocations.waits(now.trust()).isPresent()) {
        wake(known, now, out);
      }
    } else if (!idle()) {
      pushes.keep(record); // what is under way asks to be woken for it when it ends
    } else if (!pushes.allowed(now.trust())) {
      pushes.keep(record);
      wake(known, now, out);
    } else {
      acceptPushed(record, known, now, out);
    }
  }

  /** Takes a record that was newer than all when it came, and may have waited since. */
  private void acceptPushed(RecordSummary record, Known known, Moment now, RefreshEffects out) {
    RecordJudge.Judgement judged = RecordJudge.judge(List.of(record), 0, known, now);
    if (judged.verdict() == RecordJudge.Verdict.NEWER) {
      pushes.accepted(now.trust());
      origin = Schedule.Origin.PUSHED;
      take(record, known, proveClock(record, known, now, out), out);
    } else {
      revocations.look(judged, now, out);
      List<Refusal> refused =
          judged.refusals().stream()
              .filter(r -> r.reason() != RefusalReason.ROLLBACK) // we went on, nobody went back
              .toList();
      write(refusals.note(refused, now.trust()), out);
      wake(known, now, out);
    }
  }

  private static void write(List<Refusal> refused, RefreshEffects out) {
    if (!refused.isEmpty()) {
      EntryBatch.Builder batch = EntryBatch.builder();
      refused.forEach(batch::refusal);
      out.commit(batch.build());
    }
  }
}
