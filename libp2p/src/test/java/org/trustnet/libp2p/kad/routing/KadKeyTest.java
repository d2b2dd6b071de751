package org.trustnet.libp2p.kad.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;

class KadKeyTest {
  @Test
  void isTheSha256OfItsPreimage() {
    // FIPS 180-2, appendix B.1
    assertThat(KadKey.of(Bytes.utf8("abc")))
        .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void comparesDistancesAsUnsignedNumbersOf256Bits() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      KadKey target = key(random, i % 5);
      KadKey a = key(random, i % 3);
      KadKey b = i % 7 == 0 ? a : key(random, i % 3);
      BigInteger da = number(a).xor(number(target));
      BigInteger db = number(b).xor(number(target));

      assertThat(Integer.signum(target.compareDistance(a, b))).isEqualTo(da.compareTo(db));
      assertThat(number(target.distance(a))).isEqualTo(da);
      assertThat(target.commonPrefix(a)).isEqualTo(256 - da.bitLength());
    }
  }

  /** A key whose first words are zero, so that comparisons go deep. */
  private static KadKey key(Random random, int zeroWords) {
    return new KadKey(
        zeroWords > 0 ? 0 : random.nextLong(),
        zeroWords > 1 ? 0 : random.nextLong(),
        zeroWords > 2 ? 0 : random.nextLong(),
        zeroWords > 3 ? 0 : random.nextLong());
  }

  private static BigInteger number(KadKey key) {
    return new BigInteger(1, key.toBytes().toArray());
  }
}
