package org.trustnet.ipns.bitswap;

import org.trustnet.multiformats.Cid;

/**
 * One entry of a wantlist.
 *
 * @param cid what is wanted
 * @param priority higher first
 * @param kind what is asked, or that it is asked no more
 * @param absence whether to be told that the block is not there
 */
public record Want(Cid cid, int priority, Kind kind, Absence absence) {
  /** What is asked. */
  public enum Kind {
    /** The block itself. */
    BLOCK,
    /** Whether the block is there. */
    HAVE,
    /** Nothing any more. */
    CANCEL
  }

  /** What to do about a block that is not there. */
  public enum Absence {
    /** Say DONT_HAVE. */
    TOLD,
    /** Say nothing until the block comes. */
    SILENT
  }

  static Want block(Cid cid) {
    return new Want(cid, 1, Kind.BLOCK, Absence.TOLD);
  }

  static Want have(Cid cid) {
    return new Want(cid, 1, Kind.HAVE, Absence.TOLD);
  }

  static Want cancel(Cid cid) {
    return new Want(cid, 0, Kind.CANCEL, Absence.SILENT);
  }
}
