package org.trustnet.ipns.unixfs;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/** A block read as a part of a UnixFS graph. */
sealed interface UnixFsNode {
  Cid cid();

  /** A bare leaf: bytes of a file. */
  record Raw(Cid cid, Bytes data) implements UnixFsNode {}

  /** A dag-pb node with its UnixFS data. */
  record Inner(Cid cid, PbNode node, UnixFsData data) implements UnixFsNode {}
}
