package org.trustnet.ipns.unixfs;

import java.util.ArrayList;
import java.util.List;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Printable;

/**
 * A path to content, {@code /ipfs/CID[/name…]}.
 *
 * @param root where it begins
 * @param segments names below, none empty, {@code .} or {@code ..}
 */
public record IpfsPath(Cid root, List<String> segments) {
  /** Longest text, in characters. */
  public static final int MAX_CHARACTERS = 4_096;

  /** Most names below the root: each costs a fetch. */
  public static final int MAX_SEGMENTS = 64;

  private static final String PREFIX = "/ipfs/";

  public IpfsPath {
    segments = List.copyOf(segments);
    if (segments.size() > MAX_SEGMENTS) {
      throw new MultiformatException("path of more than " + MAX_SEGMENTS + " names");
    }
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new MultiformatException("path with a name " + Printable.quote(segment));
      }
    }
  }

  public static IpfsPath of(Cid root) {
    return new IpfsPath(root, List.of());
  }

  /**
   * Reads {@code /ipfs/CID/a/b}; repeated and closing slashes are dropped.
   *
   * @throws MultiformatException naming the text
   */
  public static IpfsPath parse(String text) {
    if (!text.startsWith(PREFIX) || text.length() > MAX_CHARACTERS) {
      throw new MultiformatException("not a path /ipfs/…: " + Printable.quote(text));
    }
    List<String> parts = new ArrayList<>(List.of(text.substring(PREFIX.length()).split("/")));
    parts.removeIf(String::isEmpty);
    if (parts.isEmpty()) {
      throw new MultiformatException("a path without a CID: " + Printable.quote(text));
    }
    return new IpfsPath(Cid.parse(parts.getFirst()), parts.subList(1, parts.size()));
  }

  /** This path with further names below. */
  public IpfsPath resolve(List<String> further) {
    List<String> all = new ArrayList<>(segments);
    all.addAll(further);
    return new IpfsPath(root, all);
  }

  @Override
  public String toString() {
    return segments.isEmpty() ? PREFIX + root : PREFIX + root + "/" + String.join("/", segments);
  }
}
