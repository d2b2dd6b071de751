package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.file.ReadResult;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.life.Windows;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;
import org.trustnet.trust.store.UpdateTally;

/** A record whose file is taken into use, or confirmed: what is written. */
final class Update {
  /** What an accepted update is called in the log. */
  static final String ACTION = "update";

  private final Known known;
  private final RecordSummary record;
  private final Moment now;
  private final Instant next;
  private final Duration ttl;

  Update(Known known, RecordSummary record, Moment now, Schedule schedule, Schedule.Origin origin) {
    this.known = known;
    this.record = record;
    this.now = now;
    this.ttl = Windows.ttl(record.ttl(), known.entry().cacheLifetime());
    this.next = schedule.succeeded(ttl, origin, known, now.trust());
  }

  /** When it is refreshed next. */
  Instant next() {
    return next;
  }

  /** The entry's life with this record in use, as fetched now. */
  Life life() {
    return new Life(
        Optional.of(now.trust()),
        ttl,
        Optional.of(record.eol()),
        Optional.of(record.sequence()),
        cid(record),
        known.life().alarms().resolved(),
        Life.Revocation.VALID,
        Optional.empty(),
        Optional.of(next));
  }

  /** File, status, floor and audit line in one batch. */
  EntryBatch batch(Bytes content, ReadResult.Accepted accepted) {
    TrustFile file = accepted.file();
    NameRecord name = known.name().raised(new Floor(record.sequence(), record.valueSha256()));
    EntryBatch.Builder batch = EntryBatch.builder();
    UpdateTally tally = UpdateLog.log(name.updates(), batch, line(accepted));
    name = mark(record).map(name::inspected).orElse(name).withUpdates(tally);
    return batch
        .entry(known.entry().withLife(life()))
        .file(known.entry().key(), new CachedFile(content, file, judged(file).history()))
        .name(name)
        .build();
  }

  private UpdateGuard.Judgement judged(TrustFile file) {
    return known
        .file()
        .map(old -> UpdateGuard.judge(old.history(), file, known.entry(), now.trust()))
        .orElseGet(() -> new UpdateGuard.Judgement(NodeHistory.first(file, now.trust()), false));
  }

  RefreshOutcome outcome(TrustFile file) {
    return new RefreshOutcome.Updated(diff(file), judged(file).held());
  }

  private FileDiff diff(TrustFile file) {
    return FileDiff.between(known.file().map(CachedFile::file), file);
  }

  private AuditLine line(ReadResult.Accepted accepted) {
    String text =
        "sequence %s, %s%s, %d warnings"
            .formatted(
                Long.toUnsignedString(record.sequence()),
                diff(accepted.file()),
                judged(accepted.file()).held() ? ", held" : "",
                accepted.warnings().size());
    return AuditLine.of(now.trust(), actor(known), ACTION, known.entry().key(), text);
  }

  /** The batch that revokes an entry's key for good. */
  static EntryBatch revocation(Known known, RecordSummary record, Moment now) {
    NameRecord marked = known.name().marked(NameRecord.Mark.REVOKED);
    return revoked(known, "sequence " + Long.toUnsignedString(record.sequence()), now)
        .name(mark(record).map(marked::inspected).orElse(marked))
        .build();
  }

  /** The batch for an entry whose name was revoked when another entry had it. */
  static EntryBatch revokedElsewhere(Known known, Moment now) {
    return revoked(known, "the name was revoked before, under another entry", now).build();
  }

  private static EntryBatch.Builder revoked(Known known, String text, Moment now) {
    Life life =
        known
            .life()
            .withRevocation(Life.Revocation.REVOKED)
            .withAlarms(Alarms.NONE)
            .withNextRefresh(Optional.empty())
            .withLastError(Optional.of("revoked by its publisher"));
    return EntryBatch.builder()
        .entry(known.entry().withLife(life))
        .audit(AuditLine.of(now.trust(), actor(known), "revoked", known.entry().key(), text));
  }

  static RefusalReason reason(ReadResult.Fault fault) {
    return switch (fault) {
      case TOO_LARGE -> RefusalReason.TOO_LARGE;
      case BAD_SCHEMA -> RefusalReason.BAD_SCHEMA;
      case UNSUPPORTED_VERSION -> RefusalReason.UNSUPPORTED_VERSION;
    };
  }

  private static Optional<Cid> cid(RecordSummary record) {
    return RecordValue.parse(record.value()).map(RecordValue::cid);
  }

  private static Optional<Cid> mark(RecordSummary record) {
    return RecordValue.parse(record.value()).map(RecordValue::mark);
  }

  static Actor actor(Known known) {
    return new Actor(Actor.Kind.PUBLISHER, known.publisher().toName());
  }
}
