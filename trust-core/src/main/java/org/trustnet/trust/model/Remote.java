package org.trustnet.trust.model;

import java.util.Locale;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Printable;

/** Where a node may be dialled, as its list says: a multiaddr, or a domain asked as dnsaddr. */
public sealed interface Remote {
  /** Most remotes of one node: trust model, section 10. */
  int MAX_PER_NODE = 16;

  /** Longest domain name in text, RFC 1035. */
  int MAX_DOMAIN = 253;

  /** A multiaddr. */
  record Address(Multiaddr multiaddr) implements Remote {
    @Override
    public String toString() {
      return multiaddr.toString();
    }
  }

  /** A domain name in lower case, whose {@code _dnsaddr} records are looked up. */
  record Domain(String name) implements Remote {
    @Override
    public String toString() {
      return name;
    }
  }

  /** As a multiaddr; a domain as {@code /dnsaddr}, which asks for the same records. */
  default Multiaddr asMultiaddr() {
    return switch (this) {
      case Address address -> address.multiaddr();
      case Domain domain -> Multiaddr.parse("/dnsaddr/" + domain.name());
    };
  }

  /**
   * Reads a remote by its grammar alone.
   *
   * @throws MultiformatException naming what is wrong
   */
  static Remote parse(String text) {
    if (text.startsWith("/")) {
      return new Address(Multiaddr.parse(text));
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    String label = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    if (name.length() > MAX_DOMAIN
        || !name.matches(label + "(\\." + label + ")*")
        || name.matches("(.*\\.)?[0-9]+")) {
      throw new MultiformatException(
          "neither a multiaddr nor a domain name: " + Printable.quote(text));
    }
    return new Domain(name.toLowerCase(Locale.ROOT));
  }
}
