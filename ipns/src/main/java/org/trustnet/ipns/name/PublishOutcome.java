package org.trustnet.ipns.name;

import org.trustnet.ipns.record.IpnsRecord;

/** What became of a publication. */
public sealed interface PublishOutcome {
  /**
   * Signed and stored.
   *
   * @param announced how many took it; 0 if nobody could be reached or would take it: it is put
   *     again later
   */
  record Published(IpnsRecord record, int announced) implements PublishOutcome {}

  /** The sequence asked for is not above the last one, unsigned. */
  record SequenceNotHigher(long last) implements PublishOutcome {}

  /** The name's sequences are used up: it needs a new key. */
  record SequencesExhausted(long last) implements PublishOutcome {}

  /** The record we published last cannot be read; publishing might fall behind it. */
  record LastUnreadable(String why) implements PublishOutcome {}

  /** A renewal of a name that was never published. */
  record NeverPublished() implements PublishOutcome {}

  /**
   * A renewal that was not signed: the network has been given a newer record of the name, or
   * another value under the same sequence, than the one we published last.
   *
   * @param theirs what the network has
   */
  record Overtaken(IpnsRecord theirs) implements PublishOutcome {}

  /** A renewal that was not signed: nobody was there to say whether there is a newer record. */
  record NobodyAnswered() implements PublishOutcome {}
}
