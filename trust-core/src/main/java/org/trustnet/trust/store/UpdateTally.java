package org.trustnet.trust.store;

/**
 * How many updates of a name were accepted on the latest day that had one, so that a restart goes
 * on counting. Trust model, section 4: those beyond 24 a day share one audit line.
 *
 * @param day days of trust time since 1970
 * @param accepted updates of that day, 0 or more
 * @param unwritten those among them that have no audit line yet, 0 or more
 */
public record UpdateTally(long day, int accepted, int unwritten) {
  /** Of a name without updates. */
  public static final UpdateTally NONE = new UpdateTally(0, 0, 0);

  public UpdateTally {
    if (accepted < 0 || unwritten < 0 || unwritten > accepted) {
      throw new IllegalArgumentException(unwritten + " of " + accepted + " updates");
    }
  }
}
