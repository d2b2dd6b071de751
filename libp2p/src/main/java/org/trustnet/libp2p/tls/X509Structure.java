package org.trustnet.libp2p.tls;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.Time;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.multiformats.Bytes;

/**
 * The fields of an X.509 certificate that libp2p looks at, RFC 5280 section 4.1. Read field by
 * field, because the JDK and Bouncy Castle both refuse the empty names in the certificates of
 * rust-libp2p, and names mean nothing here.
 *
 * @param signedPart DER TBSCertificate
 * @param algorithm DER AlgorithmIdentifier of the signature
 * @param signature the signature over {@code signedPart}
 * @param serial the serial number's content octets
 * @param notBefore from when it is valid
 * @param notAfter until when, inclusive
 * @param key DER SubjectPublicKeyInfo
 * @param claim the libp2p extension
 */
record X509Structure(
    Bytes signedPart,
    Bytes algorithm,
    Bytes signature,
    Bytes serial,
    Instant notBefore,
    Instant notAfter,
    Bytes key,
    KeyExtension claim) {

  /** Where the fields of a TBSCertificate with an explicit version stand. */
  private static final int VERSION = 0;

  private static final int SERIAL = 1;
  private static final int ALGORITHM = 2;
  private static final int VALIDITY = 4;
  private static final int KEY = 6;
  private static final int FIRST_OPTIONAL = 7;

  /** The number that stands for version 3, the first with extensions. */
  private static final int V3 = 2;

  private static final int EXTENSIONS_TAG = 3;

  /**
   * Reads a certificate.
   *
   * @throws WireException if it is none in DER, or has no libp2p extension or a critical one that
   *     is not known
   */
  static X509Structure decode(Bytes der) {
    try {
      ASN1Sequence certificate = ASN1Sequence.getInstance(der.toArray());
      if (!encoded(certificate).equals(der) || certificate.size() != 3) {
        throw refused(Code.MALFORMED, "the certificate is not in DER");
      }
      return read(certificate);
    } catch (WireException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whatever the parser throws at foreign bytes: it has many ways.
      throw refused(Code.MALFORMED, "not a certificate: " + e.getMessage());
    }
  }

  private static X509Structure read(ASN1Sequence certificate) {
    ASN1Sequence signed = ASN1Sequence.getInstance(certificate.getObjectAt(0));
    ASN1TaggedObject version = (ASN1TaggedObject) signed.getObjectAt(VERSION);
    if (!version.hasContextTag(0) || ASN1Integer.getInstance(version, true).intValueExact() != V3) {
      throw refused(Code.MALFORMED, "the certificate is not of version 3");
    }
    Bytes algorithm = encoded(certificate.getObjectAt(1));
    if (!encoded(signed.getObjectAt(ALGORITHM)).equals(algorithm)) {
      throw refused(Code.MALFORMED, "the certificate names two signature algorithms");
    }
    ASN1Sequence validity = ASN1Sequence.getInstance(signed.getObjectAt(VALIDITY));
    return new X509Structure(
        encoded(signed),
        algorithm,
        Bytes.wrap(ASN1BitString.getInstance(certificate.getObjectAt(2)).getOctets()),
        Bytes.wrap(ASN1Integer.getInstance(signed.getObjectAt(SERIAL)).getValue().toByteArray()),
        instant(validity.getObjectAt(0)),
        instant(validity.getObjectAt(1)),
        encoded(signed.getObjectAt(KEY)),
        claim(signed));
  }

  private static KeyExtension claim(ASN1Sequence signed) {
    Optional<Extension> found = Optional.empty();
    for (int i = FIRST_OPTIONAL; i < signed.size(); i++) {
      ASN1TaggedObject optional = (ASN1TaggedObject) signed.getObjectAt(i);
      if (optional.hasContextTag(EXTENSIONS_TAG)) {
        found = known(Extensions.getInstance(optional, true));
      }
    }
    return found
        .map(extension -> KeyExtension.decode(Bytes.copyOf(extension.getExtnValue().getOctets())))
        .orElseThrow(() -> refused(Code.MALFORMED, "the certificate has no libp2p extension"));
  }

  /** The libp2p extension; an extension that occurs twice is not read at all. */
  private static Optional<Extension> known(Extensions extensions) {
    for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
      if (!oid.equals(KeyExtension.OID) && extensions.getExtension(oid).isCritical()) {
        throw refused(Code.UNSUPPORTED, "a critical extension that is not known: " + oid);
      }
    }
    return Optional.ofNullable(extensions.getExtension(KeyExtension.OID));
  }

  private static Instant instant(ASN1Encodable time) {
    return Time.getInstance(time).getDate().toInstant();
  }

  private static Bytes encoded(ASN1Encodable value) {
    try {
      return Bytes.wrap(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw refused(Code.MALFORMED, "the certificate holds what cannot be encoded");
    }
  }

  private static WireException refused(Code code, String why) {
    return WireException.connection(code, why);
  }
}
