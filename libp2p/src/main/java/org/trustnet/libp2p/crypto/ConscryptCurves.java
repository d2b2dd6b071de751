package org.trustnet.libp2p.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conscrypt.Conscrypt;

/** The curves of BoringSSL, through a provider object that is not installed in the JVM. */
final class ConscryptCurves implements Curves {
  private final Provider provider;

  private ConscryptCurves(Provider provider) {
    this.provider = provider;
  }

  /** Empty where the native library does not load. */
  static Optional<ConscryptCurves> load() {
    return Conscrypt.isAvailable()
        ? Optional.of(new ConscryptCurves(Conscrypt.newProviderBuilder().build()))
        : Optional.empty();
  }

  /** Once a key, so in Java. */
  @Override
  public byte[] edPublicKey(byte[] seed) {
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
    try {
      Signature signer = Signature.getInstance("EdDSA", provider);
      signer.initSign(
          KeyFactory.getInstance("EdDSA", provider)
              .generatePrivate(new PKCS8EncodedKeySpec(RawKeys.edPrivate(seed))));
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 signing failed", e);
    }
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("EdDSA", provider);
      verifier.initVerify(
          KeyFactory.getInstance("EdDSA", provider)
              .generatePublic(new X509EncodedKeySpec(RawKeys.edPublic(publicKey))));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public byte[] agree(byte[] scalar, byte[] u) {
    try {
      KeyFactory keys = KeyFactory.getInstance("XDH", provider);
      KeyAgreement agreement = KeyAgreement.getInstance("XDH", provider);
      agreement.init(keys.generatePrivate(new PKCS8EncodedKeySpec(RawKeys.xPrivate(scalar))));
      agreement.doPhase(keys.generatePublic(new X509EncodedKeySpec(RawKeys.xPublic(u))), true);
      return agreement.generateSecret();
    } catch (InvalidKeyException e) {
      return new byte[X25519.POINT_SIZE]; // BoringSSL's answer to a point of small order
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("X25519 failed", e);
    }
  }
}
