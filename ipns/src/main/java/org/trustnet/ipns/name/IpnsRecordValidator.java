package org.trustnet.ipns.name;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/** The judge of the DHT's namespace {@code /ipns/}. */
public final class IpnsRecordValidator implements RecordValidator {
  @Override
  public Validity validate(Bytes key, Bytes value, Instant now) {
    Optional<PeerId> name = RoutingKey.name(key);
    if (name.isEmpty()) {
      return Validity.invalid("the key names nobody");
    }
    return switch (IpnsRecords.validate(name.get(), value, now)) {
      case Verdict.Valid valid -> Validity.valid();
      case Verdict.Expired expired -> Validity.expired("expired at " + expired.record().eol());
      case Verdict.Rejected rejected -> Validity.invalid(rejected.why());
    };
  }

  @Override
  public int select(Bytes key, List<Bytes> values) {
    return IpnsRecords.select(values).orElse(0);
  }
}
