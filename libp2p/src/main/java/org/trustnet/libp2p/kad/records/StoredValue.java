package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.List;
import org.trustnet.multiformats.Bytes;

/**
 * A value as it is stored.
 *
 * @param key the record's key, in binary
 * @param value what is stored
 * @param received when we got it: its age is counted from here
 */
public record StoredValue(Bytes key, Bytes value, Instant received) {
  public StoredValue {
    key = key.compact();
    value = value.compact();
  }

  /**
   * Whether an offered valid value gives way to this one. One that has become invalid in the store,
   * an expired record say, is as good as absent, gokad handlers.go getRecordFromDatastore. May take
   * as long as a signature check takes: not for event loops.
   */
  public boolean outdoes(Bytes offered, RecordValidator validator, Instant now) {
    return !value.equals(offered)
        && validator.validate(key, value, now).isValid()
        && validator.select(key, List.of(offered, value)) != 0;
  }
}
