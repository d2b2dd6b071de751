package org.trustnet.trust.model;

import java.util.Locale;
import java.util.Optional;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

/** What identifies an entry: (kind, key) is unique. Ordered and stored by its {@link #text}. */
public sealed interface EntryKey extends Comparable<EntryKey> {
  /** A direct entry of this peer; text {@code /p2p/12D3…}. */
  record OfPeer(PeerId peer) implements EntryKey {
    @Override
    public String text() {
      return "/p2p/" + peer;
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** An entry with a file published under this IPNS name; text {@code /ipns/k51…}. */
  record OfName(PeerId name) implements EntryKey {
    @Override
    public String text() {
      return "/ipns/" + name.toName();
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** An entry of the program itself; text {@code bundled} or {@code self}. */
  record OfMark(Mark mark) implements EntryKey {
    public static final OfMark BUNDLED = new OfMark(Mark.BUNDLED);
    public static final OfMark SELF = new OfMark(Mark.SELF);

    @Override
    public String text() {
      return mark.id();
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** The reserved marks. */
  enum Mark {
    /** The shipped default list. */
    BUNDLED,
    /** The user's own list. */
    SELF;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The canonical spelling. */
  String text();

  /**
   * Reads {@link #text}.
   *
   * @return empty if it is not one
   */
  static Optional<EntryKey> parse(String text) {
    try {
      if (text.startsWith("/p2p/")) {
        return Optional.of(new OfPeer(PeerId.parse(text.substring(5))));
      }
      if (text.startsWith("/ipns/")) {
        return Optional.of(new OfName(PeerId.parse(text.substring(6))));
      }
    } catch (MultiformatException e) {
      return Optional.empty();
    }
    for (Mark mark : Mark.values()) {
      if (mark.id().equals(text)) {
        return Optional.of(new OfMark(mark));
      }
    }
    return Optional.empty();
  }

  @Override
  default int compareTo(EntryKey other) {
    return text().compareTo(other.text());
  }
}
