package org.trustnet.libp2p.kad;

import java.time.Instant;
import java.util.List;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.multiformats.Bytes;

/** Values are decimal numbers; the highest is the best. */
public final class NumberValidator implements RecordValidator {
  @Override
  public Validity validate(Bytes key, Bytes value, Instant now) {
    return value.toUtf8().matches("[0-9]{1,9}")
        ? Validity.valid()
        : Validity.invalid("not a number");
  }

  @Override
  public int select(Bytes key, List<Bytes> values) {
    int best = 0;
    for (int i = 1; i < values.size(); i++) {
      if (number(values.get(i)) > number(values.get(best))) {
        best = i;
      }
    }
    return best;
  }

  private static int number(Bytes value) {
    return Integer.parseInt(value.toUtf8());
  }
}
