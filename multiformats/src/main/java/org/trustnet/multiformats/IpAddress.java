package org.trustnet.multiformats;

import java.net.Inet6Address;

/**
 * An IPv4 or IPv6 address, without a name and without a look-up.
 *
 * @param bytes 4 or 16 bytes in network order
 */
public record IpAddress(Bytes bytes) {
  /** Where an address can be reached from; only {@link #PUBLIC} ones leave a site. */
  public enum Scope {
    PUBLIC,
    LOOPBACK,
    PRIVATE,
    CGNAT,
    LINK_LOCAL,
    ULA,
    MULTICAST,
    UNSPECIFIED,
    IPV4_MAPPED,
    RESERVED
  }

  public IpAddress {
    if (bytes.length() != 4 && bytes.length() != 16) {
      throw new MultiformatException("an IP address of " + bytes.length() + " bytes");
    }
    bytes = bytes.compact();
  }

  /** Reads {@code a.b.c.d}: four decimal numbers without leading zeros. */
  public static IpAddress parse4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw new MultiformatException("not an IPv4 address: " + Printable.quote(text));
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
        throw new MultiformatException("not an IPv4 address: " + Printable.quote(text));
      }
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return new IpAddress(Bytes.wrap(bytes));
  }

  /** Reads IPv6 text in any of the forms of RFC 4291, without zone. */
  public static IpAddress parse6(String text) {
    try {
      if (text.length() > 45 || text.indexOf('%') >= 0 || text.indexOf(':') < 0) {
        throw new IllegalArgumentException("not an IPv6 literal");
      }
      byte[] bytes = Inet6Address.ofLiteral(text).getAddress();
      return new IpAddress(
          bytes.length == 16
              ? Bytes.wrap(bytes)
              : Bytes.concat(Bytes.hex("00000000000000000000ffff"), Bytes.wrap(bytes)));
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("not an IPv6 address: " + Printable.quote(text));
    }
  }

  public boolean isV4() {
    return bytes.length() == 4;
  }

  /** The scope by the IANA special-purpose registries; IPv6 is public in 2000::/3 only. */
  public Scope scope() {
    return SpecialPurpose.scopeOf(this);
  }

  public boolean isPublic() {
    return scope() == Scope.PUBLIC;
  }

  /**
   * The leading {@code bits} of this address, the others zero: the group that limits are counted
   * by.
   *
   * @param bits 0 to 32 or 128
   */
  public IpAddress prefix(int bits) {
    byte[] masked = bytes.toArray();
    for (int i = 0; i < masked.length; i++) {
      int keep = Math.clamp(bits - 8L * i, 0, 8);
      masked[i] &= (byte) (0xff00 >> keep);
    }
    return new IpAddress(Bytes.wrap(masked));
  }

  /** Dotted decimal, or the canonical IPv6 text of RFC 5952. */
  @Override
  public String toString() {
    return isV4() ? text4() : text6();
  }

  private String text4() {
    return bytes.unsigned(0)
        + "."
        + bytes.unsigned(1)
        + "."
        + bytes.unsigned(2)
        + "."
        + bytes.unsigned(3);
  }

  private String text6() {
    if (scope() == Scope.IPV4_MAPPED) {
      return "::ffff:" + new IpAddress(bytes.slice(12)).text4();
    }
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && group(end) == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
      i = Math.max(i, end);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private int group(int index) {
    return bytes.unsigned(2 * index) << 8 | bytes.unsigned(2 * index + 1);
  }
}
