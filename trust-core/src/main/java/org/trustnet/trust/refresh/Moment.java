package org.trustnet.trust.refresh;

import java.time.Instant;
import org.trustnet.trust.life.TrustTime;

/**
 * Now, by both clocks.
 *
 * @param time trust time, stepped to now
 * @param wall what the wall clock says
 */
public record Moment(TrustTime time, Instant wall) {
  /** Trust time. */
  public Instant trust() {
    return time.trust();
  }

  /** Whether a record with this end of validity is expired. */
  public boolean expired(Instant eol) {
    return time.expired(eol, wall);
  }
}
