package org.trustnet.libp2p.kad;

import java.time.Instant;
import java.util.List;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.multiformats.Bytes;

/**
 * Values are decimal numbers, valid for ever, or with an {@code @} and the second of the epoch from
 * which they are valid no more; the highest number is the best.
 */
public final class NumberValidator implements RecordValidator {
  /** A number that is valid until then. */
  static Bytes until(int number, Instant end) {
    return Bytes.utf8(number + "@" + end.getEpochSecond());
  }

  @Override
  public Validity validate(Bytes key, Bytes value, Instant now) {
    String text = value.toUtf8();
    if (!text.matches("[0-9]{1,9}(@[0-9]{1,10})?")) {
      return Validity.invalid("not a number");
    }
    int end = text.indexOf('@');
    return end < 0 || now.getEpochSecond() < Long.parseLong(text.substring(end + 1))
        ? Validity.valid()
        : Validity.expired("not valid any more");
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
    String text = value.toUtf8();
    int end = text.indexOf('@');
    return Integer.parseInt(end < 0 ? text : text.substring(0, end));
  }
}
