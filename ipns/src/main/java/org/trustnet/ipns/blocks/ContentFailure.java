package org.trustnet.ipns.blocks;

import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Printable;

/** Why content could not be read or written. */
public sealed interface ContentFailure {
  /** What it is, in one line for a user. */
  default String words() {
    return switch (this) {
      case NotFound(Cid cid) -> "nobody who was asked has the block " + cid;
      case TimedOut(Cid cid) -> "the block " + cid + " did not come in time";
      case Interrupted() -> "broken off";
      case Malformed(Cid cid, String why) -> "the block " + cid + ": " + why;
      case TooLarge(String what, long limit) -> "larger than " + limit + " " + what;
      case NotAFile(Cid cid) -> cid + " is not a file";
      case NotADirectory(Cid cid) -> cid + " is not a directory";
      case NoSuchEntry(Cid directory, String name) ->
          "there is no " + Printable.quote(name) + " in " + directory;
      case NotStored(Cid cid, PutOutcome _) -> "the block " + cid + " could not be stored";
    };
  }

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
