package org.trustnet.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
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
}
