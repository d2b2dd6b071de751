package org.trustnet.trust.audit;

/**
 * Who made a change.
 *
 * @param kind on which way it came
 * @param name the user's or the token's name, the publisher's key, or empty
 */
public record Actor(Kind kind, String name) {
  /** The ways a change comes in. */
  public enum Kind {
    CLI,
    API,
    PUBLISHER,
    PROGRAM
  }

  public static final Actor PROGRAM = new Actor(Kind.PROGRAM, "");
}
