package org.trustnet.ipns.unixfs;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/** What a path leads to. */
public sealed interface UnixFsEntry {
  Cid cid();

  /**
   * A file.
   *
   * @param bytes its length
   */
  record File(Cid cid, long bytes) implements UnixFsEntry {}

  /** A directory, plain or sharded. */
  record Directory(Cid cid) implements UnixFsEntry {}

  /**
   * A symbolic link, which is shown and never followed.
   *
   * @param target as stored, at most {@link DirectoryBuilder#MAX_NAME_BYTES}; may be hostile
   */
  record Symlink(Cid cid, Bytes target) implements UnixFsEntry {
    /** Lets go of the block that {@code target} was read from. */
    public Symlink {
      target = target.compact();
    }
  }
}
