package org.trustnet.libp2p.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;

/**
 * A libp2p certificate that the JDK's own class does not read, as far as a TLS handshake looks at
 * it: its bytes and its key. Its fitness is judged by {@link PeerCertificate} alone. Immutable and
 * safe on any thread.
 */
@SuppressWarnings("InlineMeSuggester") // The deprecated methods are not ours to inline.
final class NamelessCertificate extends X509Certificate {
  private static final Map<ASN1ObjectIdentifier, String> KEY_ALGORITHMS =
      Map.of(
          X9ObjectIdentifiers.id_ecPublicKey, "EC",
          PKCSObjectIdentifiers.rsaEncryption, "RSA",
          EdECObjectIdentifiers.id_Ed25519, "Ed25519");

  private static final int VERSION = 3;

  private final Bytes der;
  private final X509Structure content;
  private final PublicKey key;
  private final String signatureAlgorithm;

  /**
   * Reads a certificate.
   *
   * @throws org.trustnet.libp2p.WireException if it is no libp2p certificate
   * @throws GeneralSecurityException if its key is none that the JDK can use
   */
  NamelessCertificate(Bytes der) throws GeneralSecurityException {
    this.der = der;
    this.content = PeerCertificate.decode(der);
    ASN1ObjectIdentifier type =
        read(content.key(), key -> SubjectPublicKeyInfo.getInstance(key).getAlgorithm());
    this.signatureAlgorithm = read(content.algorithm(), AlgorithmIdentifier::getInstance).getId();
    String algorithm = KEY_ALGORITHMS.get(type);
    if (algorithm == null) {
      throw new NoSuchAlgorithmException("keys of type " + type);
    }
    this.key =
        KeyFactory.getInstance(algorithm)
            .generatePublic(new X509EncodedKeySpec(content.key().toArray()));
  }

  /** Bouncy Castle reads lazily, and says what is malformed by an unchecked exception. */
  private static ASN1ObjectIdentifier read(Bytes der, Function<byte[], AlgorithmIdentifier> as)
      throws GeneralSecurityException {
    try {
      return as.apply(der.toArray()).getAlgorithm();
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("not an algorithm: " + e.getMessage(), e);
    }
  }

  @Override
  public byte[] getEncoded() {
    return der.toArray();
  }

  @Override
  public PublicKey getPublicKey() {
    return key;
  }

  @Override
  public byte[] getTBSCertificate() {
    return content.signedPart().toArray();
  }

  @Override
  public byte[] getSignature() {
    return content.signature().toArray();
  }

  @Override
  public String getSigAlgOID() {
    return signatureAlgorithm;
  }

  @Override
  public String getSigAlgName() {
    return getSigAlgOID();
  }

  @Override
  public byte @Nullable [] getSigAlgParams() {
    return null;
  }

  @Override
  public Date getNotBefore() {
    return Date.from(content.notBefore());
  }

  @Override
  public Date getNotAfter() {
    return Date.from(content.notAfter());
  }

  @Override
  public void checkValidity() throws CertificateExpiredException, CertificateNotYetValidException {
    throw new UnsupportedOperationException("validity is judged with a time");
  }

  @Override
  public void checkValidity(Date date)
      throws CertificateExpiredException, CertificateNotYetValidException {
    Instant now = date.toInstant();
    if (now.isBefore(content.notBefore())) {
      throw new CertificateNotYetValidException();
    }
    if (now.isAfter(content.notAfter())) {
      throw new CertificateExpiredException();
    }
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public BigInteger getSerialNumber() {
    return new BigInteger(content.serial().toArray());
  }

  @Override
  @Deprecated
  public Principal getIssuerDN() {
    return getIssuerX500Principal();
  }

  @Override
  @Deprecated
  public Principal getSubjectDN() {
    return getSubjectX500Principal();
  }

  @Override
  public X500Principal getIssuerX500Principal() {
    return new X500Principal("");
  }

  @Override
  public X500Principal getSubjectX500Principal() {
    return new X500Principal("");
  }

  @Override
  public boolean @Nullable [] getIssuerUniqueID() {
    return null;
  }

  @Override
  public boolean @Nullable [] getSubjectUniqueID() {
    return null;
  }

  @Override
  public boolean @Nullable [] getKeyUsage() {
    return null;
  }

  @Override
  public int getBasicConstraints() {
    return -1;
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return false;
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    return Set.of();
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    return Set.of(KeyExtension.OID.getId());
  }

  @Override
  public byte @Nullable [] getExtensionValue(String oid) {
    return null;
  }

  @Override
  public void verify(PublicKey signer) throws InvalidKeyException, SignatureException {
    throw new SignatureException("judged by PeerCertificate only");
  }

  @Override
  public void verify(PublicKey signer, String provider)
      throws InvalidKeyException, SignatureException {
    verify(signer);
  }

  @Override
  public String toString() {
    return "libp2p certificate without a name, " + der.length() + " bytes";
  }
}
