package org.trustnet.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.crypto.Vectors;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;

class PeerCertificateTest {
  private static final Instant NOW = Certificates.NOW;

  /**
   * Certificate and peer ID: those of the specification, then those of rust with a critical mark.
   */
  static Stream<Arguments> goodCertificates() {
    List<String> spec = Vectors.lines("libp2p-specs/tls-certificates.txt");
    return Stream.concat(
        Stream.of(1, 4, 7).map(i -> Arguments.of(spec.get(i), spec.get(i + 1))),
        Vectors.lines("rust-libp2p-tls/certificates.txt").stream()
            .map(line -> line.split(" "))
            .filter(words -> !words[1].equals("bad"))
            .map(words -> Arguments.of(words[0], words[1])));
  }

  @ParameterizedTest
  @MethodSource("goodCertificates")
  void provesThePeerOfAPublishedCertificate(String hex, String peer) {
    assertThat(PeerCertificate.verify(Bytes.hex(hex), NOW).peerId()).hasToString(peer);
  }

  static Stream<String> badCertificates() {
    return Stream.concat(
        Stream.of(Vectors.lines("libp2p-specs/tls-certificates.txt").getLast()),
        Vectors.lines("rust-libp2p-tls/certificates.txt").stream()
            .filter(line -> line.endsWith(" bad"))
            .map(line -> line.split(" ")[0]));
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void refusesAPublishedCertificateThatNobodyClaims(String hex) {
    assertThat(refusal(Bytes.hex(hex), NOW).code()).isEqualTo(Code.BAD_SIGNATURE);
  }

  /** Their own signature is right, so they are refused for their extension only. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ed25519",
        "nistp256_sha256",
        "nistp384_sha384",
        "nistp521_sha512",
        "pkcs1_sha256",
        "rsa_pkcs1_sha256",
        "rsa_pkcs1_sha384",
        "rsa_pkcs1_sha512"
      })
  void acceptsTheSignatureAlgorithmsOfTheSpecification(String name) {
    Bytes certificate = asset(name);
    Instant then = PeerCertificate.decode(certificate).notBefore();
    WireException refusal = refusal(certificate, then);
    assertThat(refusal).hasMessage("the identity key has not signed the certificate's key");
    assertThat(refusal.code()).isEqualTo(Code.BAD_SIGNATURE);
  }

  @Test
  void acceptsPss() {
    assertThat(PeerCertificate.verify(asset("rsa_pss_sha384"), NOW)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed448", "nistp384_sha256"})
  void refusesOtherSignatureAlgorithms(String name) {
    Bytes certificate = asset(name);
    Instant then = PeerCertificate.decode(certificate).notBefore();
    assertThat(refusal(certificate, then).code()).isEqualTo(Code.UNSUPPORTED);
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void provesTheOwnerOfOurOwnCertificate(KeyType type) {
    PrivateKey identity = Keys.generate(type, new java.util.SplittableRandom(9));
    X509Certificate certificate = Certificates.of(identity).certificate();
    assertThat(PeerCertificate.verify(List.of(certificate), NOW)).isEqualTo(identity.publicKey());
  }

  @Test
  void isValidFromAnHourBeforeToAHundredYearsLater() {
    X509Certificate certificate = Certificates.of(Certificates.ALICE).certificate();
    assertThat(certificate.getNotBefore()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(certificate.getNotAfter()).isEqualTo("2126-11-01T12:00:00Z");
    assertThat(certificate.getNonCriticalExtensionOIDs()).containsExactly("1.3.6.1.4.1.53594.1.1");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-01T10:59:59Z, false",
    "2026-11-01T11:00:00Z, true",
    "2126-11-01T12:00:00Z, true",
    "2126-11-01T12:00:01Z, false"
  })
  void mindsTheDatesOfACertificate(Instant now, boolean valid) {
    X509Certificate certificate = Certificates.of(Certificates.ALICE).certificate();
    if (valid) {
      assertThat(PeerCertificate.verify(List.of(certificate), now)).isNotNull();
    } else {
      assertThat(refusal(certificate, now).code()).isEqualTo(Code.UNEXPECTED);
    }
  }

  @Test
  void refusesAnyNumberOfCertificatesButOne() {
    X509Certificate certificate = Certificates.of(Certificates.ALICE).certificate();
    for (List<X509Certificate> chain :
        List.of(List.<X509Certificate>of(), List.of(certificate, certificate))) {
      assertThat(
              catchThrowableOfType(WireException.class, () -> PeerCertificate.verify(chain, NOW))
                  .code())
          .isEqualTo(Code.MALFORMED);
    }
  }

  @Test
  void refusesASignatureByAnotherKey() {
    assertThat(refusal(Certificates.signedByAnotherKey().certificate()))
        .hasMessage("the certificate is not signed by its own key");
  }

  @Test
  void refusesACertificateWithoutTheExtension() {
    assertThat(refusal(Certificates.withoutExtensions().certificate()).code())
        .isEqualTo(Code.MALFORMED);
    assertThat(refusal(Certificates.with(Certificates.foreign(false)).certificate()).code())
        .isEqualTo(Code.MALFORMED);
  }

  @Test
  void ignoresAnUnknownExtensionUnlessItIsCritical() {
    Extension claim = Certificates.claim();
    X509Certificate tolerated = Certificates.with(claim, Certificates.foreign(false)).certificate();
    assertThat(PeerCertificate.verify(List.of(tolerated), NOW))
        .isEqualTo(Certificates.ALICE.publicKey());
    X509Certificate critical = Certificates.with(claim, Certificates.foreign(true)).certificate();
    assertThat(refusal(critical).code()).isEqualTo(Code.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "3000", "30040400", "300404000400", "30060400040004 00"})
  void refusesAMalformedExtension(String value) {
    Extension extension =
        new Extension(KeyExtension.OID, false, Bytes.hex(value.replace(" ", "")).toArray());
    assertThat(refusal(Certificates.with(extension).certificate()).code())
        .isEqualTo(Code.MALFORMED);
  }

  @Test
  void refusesEveryChangeOfAByte() {
    byte[] good = encoded(Certificates.of(Certificates.ALICE).certificate());
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= 1;
      assertThat(
              catchThrowableOfType(
                  WireException.class, () -> PeerCertificate.verify(Bytes.wrap(changed), NOW)))
          .as("byte %s", i)
          .isNotNull();
    }
  }

  @Test
  void refusesACertificateOverTheLimit() {
    Extension padding =
        new Extension(Certificates.foreign(false).getExtnId(), false, new byte[8_192]);
    assertThat(refusal(Certificates.with(Certificates.claim(), padding).certificate()).code())
        .isEqualTo(Code.TOO_LARGE);
  }

  @Test
  void acceptsACertificateAtTheLimit() {
    Extension claim = Certificates.claim();
    int size = encoded(Certificates.with(claim, padding(4_096)).certificate()).length;
    int most = PeerCertificate.MAX_BYTES - size + 4_096;
    X509Certificate largest = Certificates.with(claim, padding(most - 2)).certificate();
    assertThat(encoded(largest)).hasSizeBetween(PeerCertificate.MAX_BYTES - 4, 8_192);
    assertThat(PeerCertificate.verify(List.of(largest), NOW)).isNotNull();
  }

  private static Extension padding(int length) {
    return new Extension(Certificates.foreign(false).getExtnId(), false, new byte[length]);
  }

  private static WireException refusal(X509Certificate certificate) {
    return refusal(certificate, NOW);
  }

  private static WireException refusal(X509Certificate certificate, Instant now) {
    return catchThrowableOfType(
        WireException.class, () -> PeerCertificate.verify(List.of(certificate), now));
  }

  private static WireException refusal(Bytes certificate, Instant now) {
    return catchThrowableOfType(
        WireException.class, () -> PeerCertificate.verify(certificate, now));
  }

  private static Bytes asset(String name) {
    return Bytes.wrap(Vectors.bytes("rust-libp2p-tls/" + name + ".der"));
  }

  private static byte[] encoded(X509Certificate certificate) {
    return Certificates.der(certificate).toArray();
  }
}
