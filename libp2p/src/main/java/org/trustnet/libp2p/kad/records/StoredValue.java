package org.trustnet.libp2p.kad.records;

import java.time.Instant;
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
}
