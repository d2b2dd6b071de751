package org.trustnet.libp2p.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The curves in Java, for where no native library loads. */
final class BouncyCastleCurves implements Curves {
  BouncyCastleCurves() {}

  @Override
  public byte[] edPublicKey(byte[] seed) {
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /**
   * Bouncy Castle checks a multiple of the equation, which also holds for some signatures off by a
   * point of small order. Where both points are in the prime-order group the two equations are one;
   * for the others, which nobody makes by accident, the JDK decides, as slow as it is.
   */
  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (!Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length)) {
      return false;
    }
    return Ed25519.validatePublicKeyFull(publicKey, 0)
            && Ed25519.validatePublicKeyFull(signature, 0)
        || verifyInJdk(publicKey, message, signature);
  }

  private static boolean verifyInJdk(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519", "SunEC");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519", "SunEC")
              .generatePublic(new X509EncodedKeySpec(RawKeys.edPublic(publicKey))));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public byte[] agree(byte[] scalar, byte[] u) {
    byte[] secret = new byte[X25519.POINT_SIZE];
    X25519.scalarMult(scalar, 0, u, 0, secret, 0);
    return secret;
  }
}
