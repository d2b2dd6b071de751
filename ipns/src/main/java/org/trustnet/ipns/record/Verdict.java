package org.trustnet.ipns.record;

/** What {@link IpnsRecords#validate} found. */
public sealed interface Verdict {
  /** The record may be believed until its EOL. */
  record Valid(IpnsRecord record) implements Verdict {}

  /**
   * Signed by the name's key, complete, and after its EOL: not to be used, but it may still prove a
   * revocation.
   */
  record Expired(IpnsRecord record) implements Verdict {}

  /**
   * Not to be believed in anything.
   *
   * @param why one line, without bytes of the record
   */
  record Rejected(Rejection reason, String why) implements Verdict {}

  default boolean isValid() {
    return this instanceof Valid;
  }
}
