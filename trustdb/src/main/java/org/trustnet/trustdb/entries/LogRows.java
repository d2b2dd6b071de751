package org.trustnet.trustdb.entries;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.schemas.trustdb.AuditRow;
import org.trustnet.schemas.trustdb.RefusalRow;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.AuditLine;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.model.EntryKey;

/** Lines of the log as rows. */
final class LogRows {
  private LogRows() {}

  static Bytes write(AuditLine line) {
    return Bytes.wrap(
        AuditRow.newBuilder()
            .setAt(Rows.time(line.at()))
            .setActorKind(line.actor().kind().name())
            .setActorName(line.actor().name())
            .setAction(line.action())
            .setKey(line.key().map(EntryKey::text).orElse(""))
            .setText(line.text())
            .setCount(line.count())
            .build()
            .toByteArray());
  }

  static AuditLine audit(Bytes bytes) throws InvalidProtocolBufferException {
    AuditRow row = AuditRow.parseFrom(bytes.asByteBuffer());
    return new AuditLine(
        Rows.instant(row.getAt()),
        new Actor(Actor.Kind.valueOf(row.getActorKind()), row.getActorName()),
        row.getAction(),
        row.getKey().isEmpty() ? Optional.empty() : EntryKey.parse(row.getKey()),
        row.getText(),
        row.getCount());
  }

  static Bytes key(Refusal refusal) {
    return Bytes.concat(
        Rows.ordered(refusal.day()), refusal.name().encode(), Bytes.utf8(refusal.reason().id()));
  }

  static Bytes write(Refusal refusal) {
    return Bytes.wrap(
        RefusalRow.newBuilder()
            .setName(Rows.raw(refusal.name().encode()))
            .setReason(refusal.reason().id())
            .setDay(refusal.day())
            .setFirst(Rows.time(refusal.first()))
            .setLast(Rows.time(refusal.last()))
            .setText(refusal.text())
            .setCount(refusal.count())
            .build()
            .toByteArray());
  }

  static Refusal refusal(Bytes bytes) throws InvalidProtocolBufferException {
    RefusalRow row = RefusalRow.parseFrom(bytes.asByteBuffer());
    return new Refusal(
        Rows.peer(row.getName()),
        RefusalReason.byId(row.getReason()).orElseThrow(),
        row.getDay(),
        Rows.instant(row.getFirst()),
        Rows.instant(row.getLast()),
        row.getText(),
        row.getCount());
  }
}
