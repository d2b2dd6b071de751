package org.trustnet.trustdb.entries;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.PeerId;
import org.trustnet.schemas.trustdb.NameRow;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.NameRecord;
import org.trustnet.trust.store.UpdateTally;

/** What is remembered of names, as rows. */
final class NameRows {
  private NameRows() {}

  static Bytes write(NameRecord record) {
    NameRow.Builder row = NameRow.newBuilder().setMark(record.mark().name());
    record
        .floor()
        .ifPresent(f -> row.setSequence(f.sequence()).setValueSha256(Rows.raw(f.valueSha256())));
    UpdateTally updates = record.updates();
    row.setUpdateDay(updates.day())
        .setUpdates(updates.accepted())
        .setUnwrittenUpdates(updates.unwritten());
    record.inspected().forEach(cid -> row.addInspected(Rows.raw(cid.encode())));
    return Bytes.wrap(row.build().toByteArray());
  }

  static NameRecord read(PeerId name, Bytes bytes) throws InvalidProtocolBufferException {
    NameRow row = NameRow.parseFrom(bytes.asByteBuffer());
    return new NameRecord(
        name,
        row.hasSequence()
            ? Optional.of(new Floor(row.getSequence(), Rows.bytes(row.getValueSha256())))
            : Optional.empty(),
        NameRecord.Mark.valueOf(row.getMark()),
        row.getInspectedList().stream().map(raw -> Cid.decode(Rows.bytes(raw))).toList(),
        new UpdateTally(row.getUpdateDay(), row.getUpdates(), row.getUnwrittenUpdates()));
  }
}
