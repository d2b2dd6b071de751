package org.trustnet.ipns.unixfs;

import java.nio.charset.StandardCharsets;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/**
 * A link of a dag-pb node.
 *
 * @param cid what it points to
 * @param name the entry's name in a directory, UTF-8 by convention; empty in a file
 * @param tsize claimed size in bytes of everything below, unsigned; never to be trusted
 */
public record PbLink(Cid cid, Bytes name, long tsize) {
  /** The name as text, with U+FFFD for what is not UTF-8. */
  public String nameText() {
    return new String(name.toArray(), StandardCharsets.UTF_8);
  }
}
