package org.trustnet.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PublicKey;

class KeyFuzzTest {
  @FuzzTest
  void anyBytesAreAPrivateKeyOrRefused(byte[] data) {
    survivesEncoding(() -> PrivateKey.decode(Bytes.copyOf(data)));
  }

  @FuzzTest
  void anyTextIsAPemKeyOrRefused(byte[] data) {
    survivesEncoding(() -> Pem.decode(new String(data, StandardCharsets.ISO_8859_1)));
  }

  @FuzzTest
  void anyPublicKeyIsJudged(byte[] data) {
    for (KeyType type : KeyType.values()) {
      PublicKey key = new PublicKey(type, Bytes.copyOf(data));
      assertThat(Keys.check(key)).isNotNull();
      assertThat(Signatures.verify(key, Bytes.empty(), Bytes.copyOf(data))).isFalse();
    }
  }

  private static void survivesEncoding(Supplier<PrivateKey> reading) {
    assertThatCode(
            () -> {
              try {
                PrivateKey key = reading.get();
                assertThat(PrivateKey.decode(key.encode())).isEqualTo(key);
              } catch (MultiformatException expected) {
                // The declared failure.
              }
            })
        .doesNotThrowAnyException();
  }
}
