package org.trustnet.libp2p.kad;

/** How storing a value or an announcement with others ended. */
public sealed interface PutOutcome {
  /**
   * The peers nearest to the key were asked.
   *
   * @param stored how many took it; 0 means that nobody has it
   * @param asked how many were asked
   */
  record Sent(int stored, int asked) implements PutOutcome {}

  /**
   * It was not sent: it is not valid, or older than what we hold.
   *
   * @param reason one line
   */
  record Refused(String reason) implements PutOutcome {}
}
