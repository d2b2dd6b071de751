package org.trustnet.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PublicKey;

/** Published cases on which implementations have failed, for every provider. */
class WycheproofTest {
  private static final Bytes ZEROS = Bytes.wrap(new byte[32]);

  static Stream<Curves> providers() {
    return Stream.of(new BouncyCastleCurves(), ConscryptCurves.load().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void judgesEd25519Signatures(Curves curves) {
    Ed25519Scheme scheme = new Ed25519Scheme(curves);
    SoftAssertions softly = new SoftAssertions();
    for (String line : Vectors.lines("wycheproof/ed25519.txt")) {
      String[] words = line.split(" ");
      softly
          .assertThat(scheme.verify(bytes(words[2]), bytes(words[3]), bytes(words[4])))
          .as("case %s", words[0])
          .isEqualTo(words[1].equals("valid"));
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void agreesOnX25519Secrets(Curves curves) {
    SoftAssertions softly = new SoftAssertions();
    for (String line : Vectors.lines("wycheproof/x25519.txt")) {
      String[] words = line.split(" ");
      Bytes secret =
          new X25519KeyPair(curves, bytes(words[2])).agree(bytes(words[1])).orElse(ZEROS);
      softly.assertThat(secret).as("case %s", words[0]).isEqualTo(bytes(words[3]));
    }
    softly.assertAll();
  }

  @Test
  void judgesSecp256k1Signatures() {
    SoftAssertions softly = new SoftAssertions();
    for (String line : Vectors.lines("wycheproof/secp256k1.txt")) {
      String[] words = line.split(" ");
      PublicKey key = new PublicKey(KeyType.SECP256K1, compressed(bytes(words[2])));
      softly
          .assertThat(Signatures.verify(key, bytes(words[3]), bytes(words[4])))
          .as("case %s", words[0])
          .isEqualTo(words[1].equals("valid"));
    }
    softly.assertAll();
  }

  @Test
  void judgesP256Signatures() {
    SoftAssertions softly = new SoftAssertions();
    for (String line : Vectors.lines("wycheproof/p256.txt")) {
      String[] words = line.split(" ");
      PublicKey key = new PublicKey(KeyType.ECDSA, bytes(words[2]));
      softly
          .assertThat(Signatures.verify(key, bytes(words[3]), bytes(words[4])))
          .as("case %s", words[0])
          .isEqualTo(words[1].equals("valid"));
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void signaturesOfAllProvidersAreTheSame(Curves curves) {
    PrivateKey key = Keys.generate(KeyType.ED25519, new java.util.SplittableRandom(5));
    Bytes encoded = PublicKey.KeyMessage.decode(key.encode(), PrivateKey.MAX_BYTES).data();
    Bytes message = Bytes.utf8("one message");
    assertThat(new Ed25519Scheme(curves).load(encoded).signer().sign(message))
        .isEqualTo(key.sign(message));
  }

  private static Bytes compressed(Bytes point) {
    byte sign = (byte) (2 + (point.unsigned(64) & 1));
    return Bytes.concat(Bytes.copyOf(sign), point.slice(1, 33));
  }

  private static Bytes bytes(String hex) {
    return hex.equals("-") ? Bytes.empty() : Bytes.hex(hex);
  }
}
