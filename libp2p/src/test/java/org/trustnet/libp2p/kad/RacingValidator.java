package org.trustnet.libp2p.kad;

import java.time.Instant;
import java.util.List;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.multiformats.Bytes;

/** Judges numbers; while it compares two for the first time, something else happens. */
public final class RacingValidator implements RecordValidator {
  private final NumberValidator numbers = new NumberValidator();
  private Runnable meanwhile = () -> {};

  public RacingValidator whileComparing(Runnable happens) {
    meanwhile = happens;
    return this;
  }

  @Override
  public Validity validate(Bytes key, Bytes value, Instant now) {
    return numbers.validate(key, value, now);
  }

  @Override
  public int select(Bytes key, List<Bytes> values) {
    Runnable happens = meanwhile;
    meanwhile = () -> {};
    happens.run();
    return numbers.select(key, values);
  }
}
