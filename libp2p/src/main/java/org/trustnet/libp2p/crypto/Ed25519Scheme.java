package org.trustnet.libp2p.crypto;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/** Ed25519: 32 bytes public, 64 private (seed, public), 64 a signature. */
final class Ed25519Scheme implements KeyScheme {
  static final Ed25519Scheme INSTANCE = new Ed25519Scheme(Curves.best());

  private static final int SEED = 32;
  private static final int PRIVATE = 64;
  private static final int OLD_PRIVATE = 96;
  private static final int SIGNATURE = 64;

  private final Curves curves;

  Ed25519Scheme(Curves curves) {
    this.curves = curves;
  }

  @Override
  public KeyCheck check(Bytes publicData) {
    if (publicData.length() != EdwardsPoint.BYTES) {
      return new KeyCheck.Unusable("an Ed25519 key has 32 bytes, this one " + publicData.length());
    }
    if (!EdwardsPoint.isCanonical(publicData)) {
      return new KeyCheck.Unusable("the Ed25519 point is not in canonical form");
    }
    if (EdwardsPoint.isSmallOrder(publicData)) {
      return new KeyCheck.Unusable("the Ed25519 point is of small order");
    }
    return Ed25519.validatePublicKeyPartial(publicData.toArray(), 0)
        ? new KeyCheck.Usable()
        : new KeyCheck.Unusable("the Ed25519 point is not on the curve");
  }

  @Override
  public boolean verify(Bytes publicData, Bytes message, Bytes signature) {
    if (publicData.length() != EdwardsPoint.BYTES || signature.length() != SIGNATURE) {
      return false;
    }
    return EdwardsPoint.isAcceptable(publicData)
        && EdwardsPoint.isAcceptable(signature.slice(0, EdwardsPoint.BYTES))
        && EdwardsPoint.isReduced(signature.slice(EdwardsPoint.BYTES))
        && curves.verify(publicData.toArray(), message.toArray(), signature.toArray());
  }

  @Override
  public Loaded load(Bytes privateData) {
    int length = privateData.length();
    boolean publicTwice =
        length == OLD_PRIVATE
            && privateData.slice(SEED, PRIVATE).equals(privateData.slice(PRIVATE));
    if (length != PRIVATE && !publicTwice) {
      throw new MultiformatException(
          "an Ed25519 private key has 64 bytes, or 96 with the public key twice; this one has "
              + length);
    }
    byte[] seed = privateData.slice(0, SEED).toArray();
    byte[] publicKey = curves.edPublicKey(seed);
    Bytes publicData = Bytes.copyOf(publicKey);
    if (!privateData.slice(SEED, PRIVATE).equals(publicData)) {
      throw new MultiformatException("the public half of the Ed25519 key is not that of its seed");
    }
    return new Loaded(
        privateData.slice(0, PRIVATE).compact(),
        publicData,
        message -> Bytes.wrap(curves.sign(seed, publicKey, message.toArray())));
  }

  @Override
  public Bytes generate(RandomGenerator random) {
    byte[] seed = new byte[SEED];
    random.nextBytes(seed);
    return ofSeed(seed);
  }

  @Override
  public PrivateKeyInfo toPkcs8(Bytes privateData) {
    try {
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
          new DEROctetString(privateData.slice(0, SEED).toArray()));
    } catch (IOException e) {
      throw new IllegalStateException("an octet string always encodes", e);
    }
  }

  @Override
  public Bytes fromPkcs8(PrivateKeyInfo info) {
    byte[] seed =
        Der.read("Ed25519 key", () -> ASN1OctetString.getInstance(info.parsePrivateKey()))
            .getOctets();
    if (seed.length != SEED) {
      throw new MultiformatException("an Ed25519 seed has 32 bytes, this one " + seed.length);
    }
    return ofSeed(seed);
  }

  private Bytes ofSeed(byte[] seed) {
    return Bytes.concat(Bytes.copyOf(seed), Bytes.wrap(curves.edPublicKey(seed)));
  }
}
