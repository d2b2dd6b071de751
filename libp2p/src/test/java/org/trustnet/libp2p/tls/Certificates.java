package org.trustnet.libp2p.tls;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.SplittableRandom;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;

/** Identities and certificates, good and bad, for the tests of this package. */
final class Certificates {
  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  static final PrivateKey ALICE = Keys.generate(KeyType.ED25519, new SplittableRandom(1));
  static final PrivateKey BOB = Keys.generate(KeyType.ECDSA, new SplittableRandom(2));

  private static final PrivateKey KEY = Keys.generate(KeyType.ECDSA, new SplittableRandom(3));

  private Certificates() {}

  static TlsCertificate of(PrivateKey identity) {
    return TlsCertificate.create(identity, NOW, new SplittableRandom(4));
  }

  /** Alice's, with these extensions. */
  static TlsCertificate with(Extension... extensions) {
    V3TBSCertificateGenerator fields = fields();
    fields.setExtensions(new Extensions(extensions));
    return TlsCertificate.sign(fields, KEY);
  }

  /** Alice's, with issuer and subject empty, as rust-libp2p makes them. */
  static TlsCertificate nameless() {
    NamelessCertificates.install();
    X509Structure named = PeerCertificate.decode(der(with(claim()).certificate()));
    ASN1EncodableVector fields = new ASN1EncodableVector();
    ASN1Sequence.getInstance(named.signedPart().toArray()).forEach(fields::add);
    ASN1Encodable[] changed = new ASN1Encodable[fields.size()];
    for (int i = 0; i < changed.length; i++) {
      boolean name = i == 3 || i == 5;
      changed[i] = name ? new DERSequence() : fields.get(i);
    }
    return TlsCertificate.sign(
        new DERSequence(changed),
        AlgorithmIdentifier.getInstance(named.algorithm().toArray()),
        KEY);
  }

  static Bytes der(X509Certificate certificate) {
    try {
      return Bytes.wrap(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  static TlsCertificate withoutExtensions() {
    return TlsCertificate.sign(fields(), KEY);
  }

  static TlsCertificate signedByAnotherKey() {
    V3TBSCertificateGenerator fields = fields();
    fields.setExtensions(new Extensions(claim()));
    return TlsCertificate.sign(fields, Keys.generate(KeyType.ECDSA, new SplittableRandom(5)));
  }

  static Extension claim() {
    return TlsCertificate.claim(ALICE, KEY);
  }

  static Extension foreign(boolean critical) {
    return new Extension(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), critical, new byte[2]);
  }

  private static V3TBSCertificateGenerator fields() {
    return TlsCertificate.fields(KEY, NOW, new SplittableRandom(4));
  }
}
