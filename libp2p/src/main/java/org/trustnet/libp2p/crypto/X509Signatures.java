package org.trustnet.libp2p.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/**
 * Verifies signatures as X.509 writes them: ECDSA on P-256 with SHA-256, P-384 with SHA-384 and
 * P-521 with SHA-512; RSA of 2,048 to 8,192 bits, PKCS#1 v1.5 or PSS, with SHA-256, 384 or 512;
 * Ed25519. Hashes below 256 bits are not accepted (libp2p/specs tls.md). Safe on any thread.
 */
public final class X509Signatures {
  /** A curve, the algorithm it is used with, and the JDK's name of that. */
  private record OnCurve(ASN1ObjectIdentifier algorithm, String name) {}

  private static final Map<ASN1ObjectIdentifier, OnCurve> ECDSA =
      Map.of(
          SECObjectIdentifiers.secp256r1,
          new OnCurve(X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA"),
          SECObjectIdentifiers.secp384r1,
          new OnCurve(X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA"),
          SECObjectIdentifiers.secp521r1,
          new OnCurve(X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA"));

  private static final Map<ASN1ObjectIdentifier, String> RSA =
      Map.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
          PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
          PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA");

  private static final Map<ASN1ObjectIdentifier, MGF1ParameterSpec> PSS_HASHES =
      Map.of(
          NISTObjectIdentifiers.id_sha256, MGF1ParameterSpec.SHA256,
          NISTObjectIdentifiers.id_sha384, MGF1ParameterSpec.SHA384,
          NISTObjectIdentifiers.id_sha512, MGF1ParameterSpec.SHA512);

  /** Longest salt of a PSS signature, in bytes. */
  private static final int MAX_SALT = 64;

  private X509Signatures() {}

  /** What came of a verification. */
  public enum Verdict {
    /** The signature is right. */
    VALID,
    /** It is not, or the key is none. */
    INVALID,
    /** The algorithm, or this key with it, is not one of those above. */
    UNSUPPORTED
  }

  /**
   * Verifies one signature.
   *
   * @param key DER SubjectPublicKeyInfo
   * @param algorithm DER AlgorithmIdentifier of the signature
   */
  public static Verdict verify(Bytes key, Bytes algorithm, Bytes signed, Bytes signature) {
    try {
      SubjectPublicKeyInfo info =
          Der.read("public key", () -> SubjectPublicKeyInfo.getInstance(key.toArray()));
      AlgorithmIdentifier how =
          Der.read("algorithm", () -> AlgorithmIdentifier.getInstance(algorithm.toArray()));
      ASN1ObjectIdentifier keyType = info.getAlgorithm().getAlgorithm();
      if (keyType.equals(EdECObjectIdentifiers.id_Ed25519)) {
        return ed25519(info, how, signed, signature);
      }
      KeyScheme scheme =
          keyType.equals(X9ObjectIdentifiers.id_ecPublicKey)
              ? EcdsaScheme.INSTANCE
              : RsaScheme.INSTANCE;
      @Nullable Signature verifier =
          scheme.check(key) instanceof KeyCheck.Usable ? verifier(info.getAlgorithm(), how) : null;
      return verifier == null
          ? Verdict.UNSUPPORTED
          : verdict(inJdk(verifier, scheme == RsaScheme.INSTANCE, key, signed, signature));
    } catch (GeneralSecurityException | MultiformatException e) {
      return Verdict.INVALID;
    }
  }

  private static Verdict ed25519(
      SubjectPublicKeyInfo key, AlgorithmIdentifier how, Bytes signed, Bytes signature) {
    if (!how.getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
      return Verdict.UNSUPPORTED;
    }
    Bytes raw = Bytes.wrap(Der.read("Ed25519 key", () -> key.getPublicKeyData().getOctets()));
    return verdict(Ed25519Scheme.INSTANCE.verify(raw, signed, signature));
  }

  private static boolean inJdk(
      Signature verifier, boolean rsa, Bytes key, Bytes signed, Bytes signature)
      throws GeneralSecurityException {
    PublicKey publicKey =
        KeyFactory.getInstance(rsa ? "RSA" : "EC")
            .generatePublic(new X509EncodedKeySpec(key.toArray()));
    verifier.initVerify(publicKey);
    verifier.update(signed.asByteBuffer());
    return verifier.verify(signature.toArray());
  }

  private static @Nullable Signature verifier(AlgorithmIdentifier key, AlgorithmIdentifier how)
      throws GeneralSecurityException {
    if (how.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return key.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption) ? pss(how) : null;
    }
    String name;
    if (key.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      OnCurve onCurve = ECDSA.get(ASN1ObjectIdentifier.getInstance(key.getParameters()));
      name = onCurve != null && onCurve.algorithm.equals(how.getAlgorithm()) ? onCurve.name : null;
    } else {
      name = RSA.get(how.getAlgorithm());
    }
    return name == null ? null : Signature.getInstance(name);
  }

  /** RFC 4055 section 3.1, with one hash for the message and the mask. */
  private static @Nullable Signature pss(AlgorithmIdentifier how) throws GeneralSecurityException {
    RSASSAPSSparams given =
        Der.read("set of PSS parameters", () -> RSASSAPSSparams.getInstance(how.getParameters()));
    if (given == null) {
      return null; // The default is SHA-1.
    }
    ASN1ObjectIdentifier hash = given.getHashAlgorithm().getAlgorithm();
    AlgorithmIdentifier maskHash =
        Der.read(
            "set of PSS parameters",
            () -> AlgorithmIdentifier.getInstance(given.getMaskGenAlgorithm().getParameters()));
    MGF1ParameterSpec mask = PSS_HASHES.get(hash);
    int salt = Der.read("salt length", () -> given.getSaltLength().intValueExact());
    if (mask == null || !maskHash.getAlgorithm().equals(hash) || salt < 0 || salt > MAX_SALT) {
      return null;
    }
    Signature verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(
        new PSSParameterSpec(
            mask.getDigestAlgorithm(), "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC));
    return verifier;
  }

  private static Verdict verdict(boolean valid) {
    return valid ? Verdict.VALID : Verdict.INVALID;
  }
}
