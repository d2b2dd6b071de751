package org.trustnet.ipns.unixfs;

import org.trustnet.multiformats.Bytes;

/** The first half of MurmurHash3 x64 128 with seed 0: multicodec murmur3-x64-64, 0x22. */
final class Murmur3 {
  static final long CODE = 0x22;

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private Murmur3() {}

  static long hash(Bytes bytes) {
    long h1 = 0;
    long h2 = 0;
    int whole = bytes.length() & ~15;
    for (int i = 0; i < whole; i += 16) {
      h1 ^= mix1(word(bytes, i, 8));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mix2(word(bytes, i + 8, 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    int tail = bytes.length() - whole;
    if (tail > 8) {
      h2 ^= mix2(word(bytes, whole + 8, tail - 8));
    }
    h1 ^= mix1(word(bytes, whole, Math.min(tail, 8)));
    h1 ^= bytes.length();
    h2 ^= bytes.length();
    h1 += h2;
    h2 += h1;
    return finish(h1) + finish(h2);
  }

  private static long mix1(long word) {
    return Long.rotateLeft(word * C1, 31) * C2;
  }

  private static long mix2(long word) {
    return Long.rotateLeft(word * C2, 33) * C1;
  }

  private static long finish(long value) {
    long h = value;
    h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }

  /** Little-endian. */
  private static long word(Bytes bytes, int at, int length) {
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (long) bytes.unsigned(at + i) << (8 * i);
    }
    return word;
  }
}
