package org.trustnet.libp2p.kad;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two times that a DHT lives by.
 *
 * @param nanos a monotonic clock in nanoseconds: time-outs and intervals
 * @param wall the time of day: ages of records
 */
public record KadClock(LongSupplier nanos, InstantSource wall) {
  long now() {
    return nanos.getAsLong();
  }
}
