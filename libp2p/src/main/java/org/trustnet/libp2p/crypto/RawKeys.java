package org.trustnet.libp2p.crypto;

import java.util.HexFormat;

/** Raw 32-byte keys in the DER wrapping that JCA key factories want, RFC 8410. */
final class RawKeys {
  private static final byte[] ED_PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] ED_PRIVATE =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final byte[] X_PUBLIC = HexFormat.of().parseHex("302a300506032b656e032100");
  private static final byte[] X_PRIVATE =
      HexFormat.of().parseHex("302e020100300506032b656e04220420");

  private RawKeys() {}

  static byte[] edPublic(byte[] raw) {
    return join(ED_PUBLIC, raw);
  }

  static byte[] edPrivate(byte[] seed) {
    return join(ED_PRIVATE, seed);
  }

  static byte[] xPublic(byte[] raw) {
    return join(X_PUBLIC, raw);
  }

  static byte[] xPrivate(byte[] scalar) {
    return join(X_PRIVATE, scalar);
  }

  private static byte[] join(byte[] prefix, byte[] raw) {
    byte[] der = java.util.Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, der, prefix.length, raw.length);
    return der;
  }
}
