package org.trustnet.libp2p.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.trustnet.multiformats.Bytes;

/**
 * What can be said of an encoded Ed25519 point or scalar without curve arithmetic. Verifiers differ
 * on exactly these inputs ("Taming the many EdDSAs", 2020), so they are judged here.
 */
final class EdwardsPoint {
  static final int BYTES = 32;

  /** p = 2^255 - 19, little-endian. */
  private static final byte[] P =
      hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  /** The group order L, little-endian. */
  private static final byte[] L =
      hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  /** The y coordinates of the eight points whose order divides 8. */
  private static final List<byte[]> SMALL_ORDER =
      List.of(
          hex("0000000000000000000000000000000000000000000000000000000000000000"),
          hex("0100000000000000000000000000000000000000000000000000000000000000"),
          hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

  private EdwardsPoint() {}

  /** Whether y is below p. */
  static boolean isCanonical(Bytes point) {
    return isBelow(withoutSign(point), P);
  }

  /** Whether a canonical encoding is of a point whose order divides 8; the sign bit is ignored. */
  static boolean isSmallOrder(Bytes point) {
    byte[] y = withoutSign(point);
    return SMALL_ORDER.stream().anyMatch(small -> Arrays.equals(small, y));
  }

  static boolean isAcceptable(Bytes point) {
    return isCanonical(point) && !isSmallOrder(point);
  }

  /** Whether a scalar is below the group order, RFC 8032 section 5.1.7 step 1. */
  static boolean isReduced(Bytes scalar) {
    return isBelow(scalar.toArray(), L);
  }

  private static byte[] withoutSign(Bytes point) {
    byte[] y = point.toArray();
    y[BYTES - 1] &= 0x7f;
    return y;
  }

  private static boolean isBelow(byte[] a, byte[] b) {
    for (int i = BYTES - 1; i >= 0; i--) {
      int order = Byte.compareUnsigned(a[i], b[i]);
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
