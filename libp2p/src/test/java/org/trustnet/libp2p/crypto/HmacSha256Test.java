package org.trustnet.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.Bytes;

class HmacSha256Test {
  @Test
  void agreesWithRfc4231() {
    assertThat(
            HmacSha256.of(Bytes.utf8("Jefe"), Bytes.utf8("what do ya want for nothing?")).toHex())
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(HmacSha256.of(Bytes.hex("aa".repeat(131)), Bytes.utf8(LONG_KEY)).toHex())
        .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  }

  private static final String LONG_KEY = "Test Using Larger Than Block-Size Key - Hash Key First";
}
