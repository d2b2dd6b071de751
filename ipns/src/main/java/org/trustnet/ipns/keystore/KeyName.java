package org.trustnet.ipns.keystore;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/**
 * A name for a key of ours. Kubo takes any text but the empty one and {@code self}; beyond that,
 * here a name must be printable, short enough for a file, must not look like a peer ID, since
 * commands take either, and must be usable as the name of a file that {@code key export} writes: no
 * slash or backslash, and no dot at its beginning.
 *
 * @param text the name
 */
public record KeyName(String text) {
  /** Longest name, in bytes of UTF-8: its base 32 with {@code key_} is a file name. */
  public static final int MAX_BYTES = 150;

  /** The name of the node's own key, which is not in the store. */
  public static final String SELF = "self";

  /**
   * @throws MultiformatException saying which rule is broken
   */
  public KeyName {
    int bytes = Bytes.utf8(text).length();
    if (bytes == 0 || bytes > MAX_BYTES) {
      throw new MultiformatException(
          "a key name has 1 to " + MAX_BYTES + " bytes, this one " + bytes);
    }
    if (text.equals(SELF)) {
      throw new MultiformatException("\"self\" is the node's own key");
    }
    if (!Printable.escape(text).equals(text) || !text.strip().equals(text)) {
      throw new MultiformatException(
          "a key name has no control characters and no space around it: " + Printable.quote(text));
    }
    if (text.startsWith(".") || text.contains("/") || text.contains("\\")) {
      throw new MultiformatException(
          "a key name has no slash or backslash and does not begin with a dot: "
              + Printable.quote(text));
    }
    if (isPeerId(text)) {
      throw new MultiformatException("a key name that reads as a peer ID: " + text);
    }
  }

  private static boolean isPeerId(String text) {
    try {
      PeerId.parse(text);
      return true;
    } catch (MultiformatException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
