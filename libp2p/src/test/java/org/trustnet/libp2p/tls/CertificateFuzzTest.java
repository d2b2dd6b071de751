package org.trustnet.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;

class CertificateFuzzTest {
  @FuzzTest
  void anyBytesAreACertificateOrRefused(byte[] data) {
    assertThatCode(
            () -> {
              try {
                PeerCertificate.verify(Bytes.copyOf(data), Certificates.NOW);
              } catch (WireException expected) {
                // The declared failure.
              }
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest
  void anyBytesAreAnExtensionOrRefused(byte[] data) {
    assertThatCode(
            () -> {
              try {
                KeyExtension.decode(Bytes.copyOf(data)).claims(Bytes.empty());
              } catch (WireException expected) {
                // The declared failure.
              }
            })
        .doesNotThrowAnyException();
  }

  /** What a handshake sees of a certificate that the JDK does not read. */
  @FuzzTest
  void anyBytesAreANamelessCertificateOrRefused(byte[] data) {
    assertThatCode(
            () -> {
              try {
                NamelessCertificate certificate = new NamelessCertificate(Bytes.copyOf(data));
                assertThat(certificate.getEncoded()).isEqualTo(data);
                assertThat(certificate.getPublicKey()).isNotNull();
                assertThat(certificate.getSigAlgOID()).isNotEmpty();
                assertThat(certificate.getNotBefore()).isNotNull();
                assertThat(certificate.getSerialNumber()).isNotNull();
              } catch (WireException | GeneralSecurityException expected) {
                // The declared failures.
              }
            })
        .doesNotThrowAnyException();
  }
}
