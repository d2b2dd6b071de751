package org.trustnet.libp2p.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/**
 * A named prime curve: its points, scalars and SEC 1 encodings.
 *
 * @param oid the name
 * @param domain the parameters
 */
record EcCurve(ASN1ObjectIdentifier oid, ECDomainParameters domain) {
  static EcCurve ofOid(ASN1ObjectIdentifier oid) {
    X9ECParameters parameters = ECNamedCurveTable.getByOID(oid);
    if (parameters == null) {
      throw new IllegalArgumentException("no curve " + oid);
    }
    return new EcCurve(oid, new ECDomainParameters(parameters));
  }

  /** The SEC 1 key inside a PKCS#8 one. */
  static ECPrivateKey sec1(PrivateKeyInfo info) {
    return Der.read("EC private key", () -> ECPrivateKey.getInstance(info.parsePrivateKey()));
  }

  boolean isPoint(byte[] encoded) {
    try {
      return !decodePoint(encoded).isInfinity();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The point with this SEC 1 encoding.
   *
   * @throws IllegalArgumentException if it is not on the curve
   */
  ECPoint decodePoint(byte[] encoded) {
    return domain.getCurve().decodePoint(encoded);
  }

  ECPoint publicPoint(BigInteger scalar) {
    return new FixedPointCombMultiplier().multiply(domain.getG(), scalar).normalize();
  }

  /**
   * A scalar from 1 to the order less one.
   *
   * @throws MultiformatException if it is outside
   */
  BigInteger checkedScalar(BigInteger scalar) {
    if (scalar.signum() <= 0 || scalar.compareTo(domain.getN()) >= 0) {
      throw new MultiformatException("the private number is outside the curve's order");
    }
    return scalar;
  }

  /** The private number of a SEC 1 key, whose public point, if it has one, must belong to it. */
  BigInteger scalar(ECPrivateKey key) {
    BigInteger scalar =
        checkedScalar(
            Der.read("EC private key", () -> new BigInteger(1, key.getPrivateKey().getOctets())));
    Optional<Bytes> point =
        Der.read(
            "EC private key", () -> Optional.ofNullable(key.getPublicKey()).map(EcCurve::octets));
    if (point.isPresent() && !point.get().equals(encodedPoint(scalar))) {
      throw new MultiformatException("the public point of the EC key is not that of its number");
    }
    return scalar;
  }

  private static Bytes octets(ASN1BitString bits) {
    return Bytes.wrap(bits.getOctets());
  }

  /** Uniform by rejection: draws again when the number is zero or not below the order. */
  BigInteger newScalar(RandomGenerator random) {
    byte[] drawn = new byte[scalarLength()];
    int unusedBits = drawn.length * 8 - domain.getN().bitLength();
    while (true) {
      random.nextBytes(drawn);
      drawn[0] &= (byte) (0xff >>> unusedBits);
      BigInteger scalar = new BigInteger(1, drawn);
      if (scalar.signum() > 0 && scalar.compareTo(domain.getN()) < 0) {
        return scalar;
      }
    }
  }

  /** Big-endian, as long as the order. */
  Bytes scalarBytes(BigInteger scalar) {
    byte[] minimal = scalar.toByteArray();
    byte[] fixed = new byte[scalarLength()];
    int count = Math.min(minimal.length, fixed.length);
    System.arraycopy(minimal, minimal.length - count, fixed, fixed.length - count, count);
    return Bytes.wrap(fixed);
  }

  /** {@code ECPrivateKey} with the public point; in PKCS#8 the curve is named outside it. */
  ECPrivateKey sec1(BigInteger scalar, boolean curveInside) {
    DERBitString point = new DERBitString(encodedPoint(scalar).toArray());
    int bits = domain.getN().bitLength();
    return curveInside
        ? new ECPrivateKey(bits, scalar, point, oid)
        : new ECPrivateKey(bits, scalar, point, null);
  }

  PrivateKeyInfo toPkcs8(BigInteger scalar) {
    try {
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, oid), sec1(scalar, false));
    } catch (IOException e) {
      throw new IllegalStateException("a key in memory always encodes", e);
    }
  }

  /** Uncompressed. */
  Bytes encodedPoint(BigInteger scalar) {
    return Bytes.wrap(publicPoint(scalar).getEncoded(false));
  }

  private int scalarLength() {
    return (domain.getN().bitLength() + 7) / 8;
  }
}
