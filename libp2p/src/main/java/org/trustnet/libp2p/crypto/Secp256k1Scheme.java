package org.trustnet.libp2p.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/**
 * ECDSA on secp256k1 over SHA-256, of Bouncy Castle: compressed 33-byte public keys, 32-byte
 * scalars, DER signatures. Ours are deterministic (RFC 6979) with the lower s; of others either s
 * is accepted, as Go does.
 */
final class Secp256k1Scheme implements KeyScheme {
  static final Secp256k1Scheme INSTANCE = new Secp256k1Scheme();

  private static final EcCurve CURVE = EcCurve.ofOid(SECObjectIdentifiers.secp256k1);
  private static final int PUBLIC = 33;
  private static final int PRIVATE = 32;

  private Secp256k1Scheme() {}

  @Override
  public KeyCheck check(Bytes publicData) {
    if (publicData.length() != PUBLIC) {
      return new KeyCheck.Unusable(
          "a compressed secp256k1 point has 33 bytes, this one " + publicData.length());
    }
    return CURVE.isPoint(publicData.toArray())
        ? new KeyCheck.Usable()
        : new KeyCheck.Unusable("the secp256k1 point is not on the curve");
  }

  @Override
  public boolean verify(Bytes publicData, Bytes message, Bytes signature) {
    if (!(check(publicData) instanceof KeyCheck.Usable)) {
      return false;
    }
    try {
      BigInteger[] rs =
          StandardDSAEncoding.INSTANCE.decode(CURVE.domain().getN(), signature.toArray());
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(
          false,
          new ECPublicKeyParameters(CURVE.decodePoint(publicData.toArray()), CURVE.domain()));
      return verifier.verifySignature(Sha256.hash(message).toArray(), rs[0], rs[1]);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public Loaded load(Bytes privateData) {
    if (privateData.length() != PRIVATE) {
      throw new MultiformatException(
          "a secp256k1 private key has 32 bytes, this one " + privateData.length());
    }
    BigInteger scalar = CURVE.checkedScalar(new BigInteger(1, privateData.toArray()));
    Bytes publicData = Bytes.wrap(CURVE.publicPoint(scalar).getEncoded(true));
    return new Loaded(privateData.compact(), publicData, message -> sign(scalar, message));
  }

  private static Bytes sign(BigInteger scalar, Bytes message) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(scalar, CURVE.domain()));
    BigInteger[] rs = signer.generateSignature(Sha256.hash(message).toArray());
    BigInteger n = CURVE.domain().getN();
    BigInteger lowS = rs[1].min(n.subtract(rs[1]));
    try {
      return Bytes.wrap(StandardDSAEncoding.INSTANCE.encode(n, rs[0], lowS));
    } catch (IOException e) {
      throw new IllegalStateException("two numbers in range always encode", e);
    }
  }

  @Override
  public Bytes generate(RandomGenerator random) {
    return CURVE.scalarBytes(CURVE.newScalar(random));
  }

  @Override
  public PrivateKeyInfo toPkcs8(Bytes privateData) {
    return CURVE.toPkcs8(new BigInteger(1, privateData.toArray()));
  }

  @Override
  public Bytes fromPkcs8(PrivateKeyInfo info) {
    return CURVE.scalarBytes(CURVE.scalar(EcCurve.sec1(info)));
  }
}
