package org.trustnet.libp2p.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;

/**
 * Our certificate: a new P-256 key, signed by itself and claimed by the identity key. One serves
 * all connections of the process, over TCP and QUIC. Immutable and safe on any thread.
 */
public final class TlsCertificate {
  /** How long before now it begins to be valid: for peers whose clock is slow. As in go. */
  static final Duration BEFORE = Duration.ofHours(1);

  /** How many years it is valid. As in go. */
  static final int YEARS = 100;

  private static final int SERIAL_BITS = 63;

  private final X509Certificate certificate;
  private final java.security.PrivateKey key;

  private TlsCertificate(X509Certificate certificate, java.security.PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * A new certificate with a new key.
   *
   * @param now when it begins to be valid, less an hour
   * @param random a {@link java.security.SecureRandom} outside tests
   */
  public static TlsCertificate create(PrivateKey identity, Instant now, RandomGenerator random) {
    PrivateKey key = Keys.generate(KeyType.ECDSA, random);
    V3TBSCertificateGenerator fields = fields(key, now, random);
    fields.setExtensions(new Extensions(claim(identity, key)));
    return sign(fields, key);
  }

  /** All fields but the extensions. */
  static V3TBSCertificateGenerator fields(PrivateKey key, Instant now, RandomGenerator random) {
    V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
    fields.setSerialNumber(new ASN1Integer(serial(random)));
    X500Name name = name(serial(random));
    fields.setIssuer(name);
    fields.setSubject(name);
    fields.setStartDate(new Time(Date.from(now.minus(BEFORE))));
    fields.setEndDate(
        new Time(Date.from(now.atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant())));
    fields.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(key.publicKey().data().toArray()));
    return fields;
  }

  /** The extension in which {@code identity} claims {@code key}; not critical, as in go. */
  static Extension claim(PrivateKey identity, PrivateKey key) {
    KeyExtension claim = KeyExtension.signed(identity, key.publicKey().data());
    return new Extension(KeyExtension.OID, false, claim.encode().toArray());
  }

  /** Signs the fields with their own key. */
  static TlsCertificate sign(V3TBSCertificateGenerator fields, PrivateKey key) {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    fields.setSignature(algorithm);
    return sign(fields.generateTBSCertificate(), algorithm, key);
  }

  /** Puts a signature to the part that is signed. */
  static TlsCertificate sign(ASN1Object signed, AlgorithmIdentifier algorithm, PrivateKey key) {
    try {
      Bytes signature = key.sign(Bytes.wrap(signed.getEncoded("DER")));
      ASN1Encodable[] parts = {signed, algorithm, new DERBitString(signature.toArray())};
      return new TlsCertificate(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(new DERSequence(parts).getEncoded("DER"))),
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(key.toPkcs8().toArray())));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate of our own always encodes", e);
    }
  }

  /** Positive, for RFC 5280 section 4.1.2.2. */
  private static BigInteger serial(RandomGenerator random) {
    return BigInteger.valueOf((random.nextLong() >>> (Long.SIZE - SERIAL_BITS)) | 1);
  }

  /** Some verifiers want a subject that is not empty; go gives it a random number. */
  private static X500Name name(BigInteger number) {
    return new X500NameBuilder().addRDN(BCStyle.SERIALNUMBER, number.toString()).build();
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate's key, not the identity's. Secret. */
  public java.security.PrivateKey key() {
    return key;
  }
}
