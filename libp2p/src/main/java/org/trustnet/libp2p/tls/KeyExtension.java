package org.trustnet.libp2p.tls;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.crypto.Signatures;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PublicKey;

/**
 * The libp2p public key extension: {@code SEQUENCE {OCTET STRING identity key message, OCTET STRING
 * signature}}, specs tls.md "libp2p Public Key Extension".
 *
 * @param identity the key that claims the certificate
 * @param signature its signature over the certificate's key
 */
record KeyExtension(PublicKey identity, Bytes signature) {
  static final ASN1ObjectIdentifier OID = new ASN1ObjectIdentifier("1.3.6.1.4.1.53594.1.1");

  private static final Bytes PREFIX = Bytes.utf8("libp2p-tls-handshake:");

  /**
   * The extension in which {@code identity} claims a certificate.
   *
   * @param certificateKey DER SubjectPublicKeyInfo
   */
  static KeyExtension signed(PrivateKey identity, Bytes certificateKey) {
    return new KeyExtension(
        identity.publicKey(), identity.sign(Bytes.concat(PREFIX, certificateKey)));
  }

  /**
   * Reads the extension's value.
   *
   * @throws WireException if it is malformed
   */
  static KeyExtension decode(Bytes value) {
    try {
      ASN1Sequence both = ASN1Sequence.getInstance(value.toArray());
      if (both.size() == 2) {
        return new KeyExtension(PublicKey.decode(octets(both, 0)), octets(both, 1));
      }
    } catch (MultiformatException e) {
      throw malformed("holds no identity key: " + e.getMessage());
    } catch (RuntimeException e) {
      throw malformed("is not two octet strings");
    }
    throw malformed("is not two octet strings");
  }

  private static Bytes octets(ASN1Sequence sequence, int index) {
    return Bytes.wrap(ASN1OctetString.getInstance(sequence.getObjectAt(index)).getOctets());
  }

  private static WireException malformed(String what) {
    return WireException.connection(Code.MALFORMED, "the certificate's libp2p extension " + what);
  }

  /** Whether the identity key has signed the certificate's key. */
  boolean claims(Bytes certificateKey) {
    return Signatures.verify(identity, Bytes.concat(PREFIX, certificateKey), signature);
  }

  Bytes encode() {
    try {
      return Bytes.wrap(
          new DERSequence(
                  new org.bouncycastle.asn1.ASN1Encodable[] {
                    new DEROctetString(identity.encode().toArray()),
                    new DEROctetString(signature.toArray())
                  })
              .getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("two octet strings always encode", e);
    }
  }
}
