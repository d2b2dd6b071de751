package org.trustnet.ipns.unixfs;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/**
 * A written graph.
 *
 * @param cid its root
 * @param fileBytes bytes of the file; 0 for a directory or symlink
 * @param dagBytes bytes of all its blocks, one that is linked twice counted twice: the Tsize of a
 *     link to it
 */
public record Imported(Cid cid, long fileBytes, long dagBytes) {
  PbLink link(Bytes name) {
    return new PbLink(cid, name, dagBytes);
  }
}
