package org.trustnet.libp2p.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/**
 * ECDSA on P-256, P-384 and P-521 over SHA-256, of the JDK: PKIX public keys with an uncompressed
 * point, SEC 1 private keys, DER signatures.
 */
final class EcdsaScheme implements KeyScheme {
  static final EcdsaScheme INSTANCE = new EcdsaScheme();

  private static final JdkSignature SIGNATURE = new JdkSignature("SHA256withECDSA");
  private static final EcCurve P256 = EcCurve.ofOid(SECObjectIdentifiers.secp256r1);
  private static final List<EcCurve> CURVES =
      List.of(
          P256,
          EcCurve.ofOid(SECObjectIdentifiers.secp384r1),
          EcCurve.ofOid(SECObjectIdentifiers.secp521r1));

  /** Longest key that is parsed, in bytes: P-521 takes 158. */
  private static final int MAX_PUBLIC = 160;

  private EcdsaScheme() {}

  @Override
  public KeyCheck check(Bytes publicData) {
    if (publicData.length() > MAX_PUBLIC) {
      return new KeyCheck.Unusable("an ECDSA key of " + publicData.length() + " bytes is too long");
    }
    try {
      SubjectPublicKeyInfo info =
          Der.read("ECDSA key", () -> SubjectPublicKeyInfo.getInstance(publicData.toArray()));
      EcCurve curve = curveOf(info.getAlgorithm().getParameters());
      byte[] point = Der.read("ECDSA key", () -> info.getPublicKeyData().getOctets());
      if (!curve.isPoint(point)) {
        return new KeyCheck.Unusable("the ECDSA point is not on the curve");
      }
      return spki(curve, curve.decodePoint(point).getEncoded(false)).equals(publicData)
          ? new KeyCheck.Usable()
          : new KeyCheck.Unusable("the ECDSA key is not in canonical DER");
    } catch (MultiformatException e) {
      return new KeyCheck.Unusable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean verify(Bytes publicData, Bytes message, Bytes signature) {
    if (!(check(publicData) instanceof KeyCheck.Usable) || !isDer(publicData, signature)) {
      return false;
    }
    try {
      return SIGNATURE.verify(
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicData.toArray())),
          message,
          signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The JDK also takes a number whose leading zero is missing; Go and others do not. */
  private static boolean isDer(Bytes publicData, Bytes signature) {
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(publicData.toArray());
      BigInteger order = curveOf(info.getAlgorithm().getParameters()).domain().getN();
      return StandardDSAEncoding.INSTANCE.decode(order, signature.toArray()).length == 2;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public Loaded load(Bytes privateData) {
    ECPrivateKey key =
        Der.read("ECDSA private key", () -> ECPrivateKey.getInstance(privateData.toArray()));
    EcCurve curve = curveOf(Der.read("ECDSA private key", key::getParametersObject));
    BigInteger scalar = curve.scalar(key);
    java.security.PrivateKey signing = forJdk(curve.toPkcs8(scalar));
    return new Loaded(
        Der.write(curve.sec1(scalar, true)),
        spki(curve, curve.encodedPoint(scalar).toArray()),
        message -> SIGNATURE.sign(signing, message));
  }

  private static java.security.PrivateKey forJdk(PrivateKeyInfo info) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Der.write(info).toArray()));
    } catch (GeneralSecurityException e) {
      throw new MultiformatException("not an ECDSA private key: " + e.getMessage());
    }
  }

  @Override
  public Bytes generate(RandomGenerator random) {
    return Der.write(P256.sec1(P256.newScalar(random), true));
  }

  @Override
  public PrivateKeyInfo toPkcs8(Bytes privateData) {
    ECPrivateKey key = ECPrivateKey.getInstance(privateData.toArray());
    EcCurve curve = curveOf(key.getParametersObject());
    return curve.toPkcs8(curve.scalar(key));
  }

  @Override
  public Bytes fromPkcs8(PrivateKeyInfo info) {
    EcCurve curve = curveOf(info.getPrivateKeyAlgorithm().getParameters());
    return Der.write(curve.sec1(curve.scalar(EcCurve.sec1(info)), true));
  }

  private static EcCurve curveOf(@org.jspecify.annotations.Nullable ASN1Encodable name) {
    return CURVES.stream()
        .filter(curve -> curve.oid().equals(name))
        .findFirst()
        .orElseThrow(() -> new MultiformatException("the curve is not P-256, P-384 or P-521"));
  }

  private static Bytes spki(EcCurve curve, byte[] point) {
    return Der.write(
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid()), point));
  }
}
