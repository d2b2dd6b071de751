package org.trustnet.libp2p.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/** RSA: PKIX public, PKCS#1 private, PKCS#1 v1.5 signatures with SHA-256, of the JDK. */
final class RsaScheme implements KeyScheme {
  static final RsaScheme INSTANCE = new RsaScheme();

  private static final JdkSignature SIGNATURE = new JdkSignature("SHA256withRSA");

  /**
   * Longest key that is parsed, in bytes: 8,192 bits, an exponent of 31 and the DER around them.
   */
  private static final int MAX_PUBLIC = 1_100;

  private RsaScheme() {}

  @Override
  public KeyCheck check(Bytes publicData) {
    if (publicData.length() > MAX_PUBLIC) {
      return new KeyCheck.Unusable("an RSA key of " + publicData.length() + " bytes is too long");
    }
    try {
      return check(parse(publicData), publicData);
    } catch (GeneralSecurityException e) {
      return new KeyCheck.Unusable("not the DER of an RSA key: " + e.getMessage());
    }
  }

  private static KeyCheck check(RSAPublicKey key, Bytes publicData) {
    int bits = key.getModulus().bitLength();
    if (bits < Keys.MIN_RSA_BITS || bits > Keys.MAX_RSA_BITS) {
      return new KeyCheck.Unusable(
          "an RSA modulus of %d bits; %d to %d are accepted"
              .formatted(bits, Keys.MIN_RSA_BITS, Keys.MAX_RSA_BITS));
    }
    BigInteger exponent = key.getPublicExponent();
    if (exponent.bitLength() > Keys.MAX_RSA_EXPONENT_BITS
        || exponent.compareTo(BigInteger.TWO) <= 0
        || !exponent.testBit(0)
        || !key.getModulus().testBit(0)) {
      return new KeyCheck.Unusable("the RSA modulus or exponent is not one of a key");
    }
    return Bytes.copyOf(key.getEncoded()).equals(publicData)
        ? new KeyCheck.Usable()
        : new KeyCheck.Unusable("the RSA key is not in canonical DER");
  }

  @Override
  public boolean verify(Bytes publicData, Bytes message, Bytes signature) {
    if (!(check(publicData) instanceof KeyCheck.Usable)) {
      return false;
    }
    try {
      return SIGNATURE.verify(parse(publicData), message, signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public Loaded load(Bytes privateData) {
    RSAPrivateKey parts =
        Der.read("RSA private key", () -> RSAPrivateKey.getInstance(privateData.toArray()));
    Bytes data = Der.write(parts);
    try {
      KeyFactory keys = KeyFactory.getInstance("RSA");
      Bytes publicData =
          Bytes.wrap(
              keys.generatePublic(
                      new RSAPublicKeySpec(parts.getModulus(), parts.getPublicExponent()))
                  .getEncoded());
      if (check(publicData) instanceof KeyCheck.Unusable(String why)) {
        throw new MultiformatException(why);
      }
      if (!isConsistent(parts)) {
        throw new MultiformatException("the numbers of the RSA private key do not belong together");
      }
      java.security.PrivateKey key =
          keys.generatePrivate(new PKCS8EncodedKeySpec(Der.write(toPkcs8(data)).toArray()));
      return new Loaded(data, publicData, message -> SIGNATURE.sign(key, message));
    } catch (GeneralSecurityException e) {
      throw new MultiformatException("not an RSA private key: " + e.getMessage());
    }
  }

  private static boolean isConsistent(RSAPrivateKey key) {
    BigInteger one = BigInteger.ONE;
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    if (p.compareTo(one) <= 0 || q.compareTo(one) <= 0 || key.getPrivateExponent().signum() <= 0) {
      return false;
    }
    BigInteger ed = key.getPublicExponent().multiply(key.getPrivateExponent());
    return p.multiply(q).equals(key.getModulus())
        && ed.mod(p.subtract(one)).equals(one)
        && ed.mod(q.subtract(one)).equals(one);
  }

  @Override
  public Bytes generate(RandomGenerator random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(Keys.NEW_RSA_BITS, SecureRandomAdapter.of(random));
      byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
      return fromPkcs8(PrivateKeyInfo.getInstance(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  @Override
  public PrivateKeyInfo toPkcs8(Bytes privateData) {
    try {
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          RSAPrivateKey.getInstance(privateData.toArray()));
    } catch (IOException e) {
      throw new IllegalStateException("a key that was read always encodes", e);
    }
  }

  @Override
  public Bytes fromPkcs8(PrivateKeyInfo info) {
    return Der.write(
        Der.read("RSA private key", () -> RSAPrivateKey.getInstance(info.parsePrivateKey())));
  }

  private static RSAPublicKey parse(Bytes publicData) throws GeneralSecurityException {
    return (RSAPublicKey)
        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicData.toArray()));
  }
}
