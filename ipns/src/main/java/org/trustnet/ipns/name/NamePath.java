package org.trustnet.ipns.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/** A path to content or by way of a name. */
public sealed interface NamePath {
  /** {@code /ipfs/CID/…}: nothing is left to resolve. */
  record Content(IpfsPath path) implements NamePath {
    @Override
    public NamePath resolve(List<String> further) {
      return new Content(path.resolve(further));
    }
  }

  /**
   * {@code /ipns/KEY/…}.
   *
   * @param segments names below
   */
  record Key(PeerId name, List<String> segments) implements NamePath {
    public Key {
      segments = List.copyOf(segments);
    }

    @Override
    public NamePath resolve(List<String> further) {
      return new Key(name, joined(segments, further));
    }
  }

  /**
   * {@code /ipns/DOMAIN/…}: DNSLink says what it is.
   *
   * @param domain lower case, without a closing dot
   * @param segments names below
   */
  record Domain(String domain, List<String> segments) implements NamePath {
    public Domain {
      segments = List.copyOf(segments);
    }

    @Override
    public NamePath resolve(List<String> further) {
      return new Domain(domain, joined(segments, further));
    }
  }

  /** This path with further names below. */
  NamePath resolve(List<String> further);

  /**
   * Reads {@code /ipfs/…} or {@code /ipns/…}.
   *
   * @throws MultiformatException naming the text
   */
  static NamePath parse(String text) {
    if (text.startsWith("/ipfs/")) {
      return new Content(IpfsPath.parse(text));
    }
    if (!text.startsWith("/ipns/") || text.length() > IpfsPath.MAX_CHARACTERS) {
      throw new MultiformatException("not a path /ipfs/… or /ipns/…: " + Printable.quote(text));
    }
    List<String> parts = new ArrayList<>(List.of(text.substring("/ipns/".length()).split("/")));
    parts.removeIf(String::isEmpty);
    if (parts.isEmpty() || parts.size() > IpfsPath.MAX_SEGMENTS + 1) {
      throw new MultiformatException(
          "a path without a name, or with too many: " + Printable.quote(text));
    }
    String first = parts.getFirst();
    List<String> below = parts.subList(1, parts.size());
    Optional<PeerId> key = key(first);
    return key.isPresent() ? new Key(key.get(), below) : new Domain(domain(first), below);
  }

  /** A name without a dot is no domain here: in lower case it might be read as a key. */
  private static String domain(String text) {
    String domain = DnsLink.domain(text);
    if (domain.indexOf('.') < 0) {
      throw new MultiformatException("neither a key nor a domain name: " + Printable.quote(text));
    }
    return domain;
  }

  private static Optional<PeerId> key(String text) {
    try {
      return Optional.of(PeerId.parse(text));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private static List<String> joined(List<String> segments, List<String> further) {
    List<String> all = new ArrayList<>(segments);
    all.addAll(further);
    return all;
  }
}
