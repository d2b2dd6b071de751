package org.trustnet.libp2p.tls;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.X509Signatures;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PublicKey;

/**
 * Judges the certificate of a peer, specs tls.md "Peer Authentication". Pure; some 0.3 ms of
 * public-key arithmetic, more with RSA. Safe on any thread.
 */
public final class PeerCertificate {
  /**
   * Longest certificate, in bytes: one with RSA keys of 8,192 bits on both levels takes about
   * 4,600.
   */
  public static final int MAX_BYTES = 8_192;

  private PeerCertificate() {}

  /**
   * The identity key that a chain proves.
   *
   * @param chain what the peer sent; only the encoded form of its certificates is used
   * @param now the time at which the certificate must be valid
   * @throws WireException if the chain is not exactly one certificate, or {@link #verify(Bytes,
   *     Instant)} refuses that
   */
  public static PublicKey verify(List<X509Certificate> chain, Instant now) {
    if (chain.size() != 1) {
      throw refused(Code.MALFORMED, chain.size() + " certificates instead of one");
    }
    try {
      return verify(Bytes.wrap(chain.getFirst().getEncoded()), now);
    } catch (CertificateEncodingException e) {
      throw refused(Code.MALFORMED, "not a certificate: " + e.getMessage());
    }
  }

  /**
   * The identity key that a certificate proves.
   *
   * @param certificate in DER
   * @throws WireException if it is malformed, not valid now, not signed by its own key, not claimed
   *     by an identity key, or has a critical extension that we do not know
   */
  public static PublicKey verify(Bytes certificate, Instant now) {
    X509Structure structure = decode(certificate);
    checkDates(structure, now);
    checkSelfSignature(structure);
    if (!structure.claim().claims(structure.key())) {
      throw refused(Code.BAD_SIGNATURE, "the identity key has not signed the certificate's key");
    }
    return structure.claim().identity();
  }

  /** Reads one certificate of at most {@link #MAX_BYTES}. */
  static X509Structure decode(Bytes certificate) {
    if (certificate.length() > MAX_BYTES) {
      throw refused(Code.TOO_LARGE, "a certificate of " + certificate.length() + " bytes");
    }
    return X509Structure.decode(certificate);
  }

  private static void checkDates(X509Structure certificate, Instant now) {
    if (now.isBefore(certificate.notBefore())) {
      throw refused(Code.UNEXPECTED, "the certificate is not yet valid");
    }
    if (now.isAfter(certificate.notAfter())) {
      throw refused(Code.UNEXPECTED, "the certificate has expired");
    }
  }

  private static void checkSelfSignature(X509Structure certificate) {
    X509Signatures.Verdict verdict =
        X509Signatures.verify(
            certificate.key(),
            certificate.algorithm(),
            certificate.signedPart(),
            certificate.signature());
    switch (verdict) {
      case VALID -> {}
      case INVALID ->
          throw refused(Code.BAD_SIGNATURE, "the certificate is not signed by its own key");
      case UNSUPPORTED ->
          throw refused(Code.UNSUPPORTED, "the certificate's signature algorithm is not accepted");
    }
  }

  private static WireException refused(Code code, String why) {
    return WireException.connection(code, why);
  }
}
