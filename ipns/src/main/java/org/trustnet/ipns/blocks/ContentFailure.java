package org.trustnet.ipns.blocks;

import org.trustnet.multiformats.Cid;

/** Why content could not be read or written. */
public sealed interface ContentFailure {
  /** Nobody who was asked has the block. */
  record NotFound(Cid cid) implements ContentFailure {}

  /** The block did not come before the deadline. */
  record TimedOut(Cid cid) implements ContentFailure {}

  /** The reading thread was interrupted. */
  record Interrupted() implements ContentFailure {}

  /** The block's bytes are not what its place in the content says; asking again will not help. */
  record Malformed(Cid cid, String why) implements ContentFailure {}

  /**
   * The content is larger than the reader wants.
   *
   * @param what the limit that was met
   */
  record TooLarge(String what, long limit) implements ContentFailure {}

  /** A file was asked for and this is something else. */
  record NotAFile(Cid cid) implements ContentFailure {}

  /** A directory was asked for and this is something else. */
  record NotADirectory(Cid cid) implements ContentFailure {}

  /** The directory has no entry of this name. */
  record NoSuchEntry(Cid directory, String name) implements ContentFailure {}

  /** The store did not take the block. */
  record NotStored(Cid cid, PutOutcome outcome) implements ContentFailure {}
}
