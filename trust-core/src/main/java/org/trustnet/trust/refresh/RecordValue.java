package org.trustnet.trust.refresh;

import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Multihash;

/**
 * Where a record points to: {@code /ipfs/<cid>[/path]}. {@code /ipns/…} is refused.
 *
 * @param cid root of the file or of a directory; a directory means its {@code trust.json}
 * @param path what follows, without leading slash; empty if nothing does
 */
public record RecordValue(Cid cid, String path) {
  /** Longest value, in bytes: an IPNS record has at most 10 KiB, a path needs far less. */
  public static final int MAX_BYTES = 2_048;

  /**
   * What stands for this value among those whose files were seen, see {@link
   * org.trustnet.trust.store.NameRecord}: the CID itself, or with a path that of the value's text,
   * as other paths of a directory lead to other files.
   */
  Cid mark() {
    return path.isEmpty()
        ? cid
        : Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8("/ipfs/" + cid + "/" + path)));
  }

  /** Reads a record's value; empty if it is not one that a trust file can be behind. */
  public static Optional<RecordValue> parse(Bytes value) {
    if (value.length() > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      String text = value.toUtf8();
      if (!text.startsWith("/ipfs/")) {
        return Optional.empty();
      }
      String rest = text.substring("/ipfs/".length());
      int slash = rest.indexOf('/');
      Cid cid = Cid.parse(slash < 0 ? rest : rest.substring(0, slash));
      String path = slash < 0 ? "" : rest.substring(slash + 1);
      return Optional.of(new RecordValue(cid, path));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }
}
