package org.trustnet.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;

class PemTest {
  /** RFC 8410 section 10.3, the first example. */
  private static final String RFC_8410 =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
      -----END PRIVATE KEY-----
      """;

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void readsAndWritesWhatOpensslWrites(KeyType type) {
    String text = openssl(type);
    PrivateKey key = Pem.decode(text);
    assertThat(key).isEqualTo(ofSpecification(type));
    assertThat(Pem.encode(key)).isEqualTo(text);
  }

  @Test
  void readsTheExampleOfTheStandard() {
    PrivateKey key = Pem.decode(RFC_8410);
    assertThat(key.publicKey().data())
        .isEqualTo(Bytes.hex("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"));
    assertThat(Pem.encode(key)).isEqualTo(RFC_8410);
  }

  @Test
  void readsAnEcKeyWithoutItsPoint() {
    Bytes text = Bytes.wrap(Vectors.bytes("openssl/secp256k1-without-point.pem"));
    assertThat(Pem.decode(text.toUtf8())).isEqualTo(ofSpecification(KeyType.SECP256K1));
  }

  @Test
  void toleratesBlankSpaceAndCarriageReturns() {
    assertThat(Pem.decode("\r\n " + RFC_8410.replace("\n", "\r\n") + "\n\n"))
        .isEqualTo(Pem.decode(RFC_8410));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n"
            + "MC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
            + "-----END PRIVATE KEY-----"
      })
  void refusesWhatIsNoKeyOfLibp2p(String text) {
    assertThatThrownBy(() -> Pem.decode(text)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void readsTextUpToItsLimit() {
    String padding = " ".repeat(Pem.MAX_CHARS - RFC_8410.length());
    assertThat(Pem.decode(padding + RFC_8410)).isEqualTo(Pem.decode(RFC_8410));
    assertThatThrownBy(() -> Pem.decode(padding + " " + RFC_8410))
        .isInstanceOf(MultiformatException.class);
  }

  private static String openssl(KeyType type) {
    String name = "openssl/" + type.name().toLowerCase(Locale.ROOT) + ".pem";
    return Bytes.wrap(Vectors.bytes(name)).toUtf8();
  }

  private static PrivateKey ofSpecification(KeyType type) {
    return Vectors.lines("libp2p-specs/peer-ids.txt").stream()
        .map(line -> line.split(" "))
        .filter(words -> words[0].equals(type.name()) && words[1].equals("private"))
        .map(words -> PrivateKey.decode(Bytes.hex(words[2])))
        .findFirst()
        .orElseThrow();
  }
}
