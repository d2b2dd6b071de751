package org.trustnet.libp2p.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.trustnet.multiformats.Bytes;

/**
 * A signature algorithm of the JDK, on values.
 *
 * @param name as the JDK calls it
 */
record JdkSignature(String name) {
  /** Signs with a key that was read, which does not fail. */
  Bytes sign(PrivateKey key, Bytes message) {
    try {
      Signature signer = Signature.getInstance(name);
      signer.initSign(key);
      signer.update(message.asByteBuffer());
      return Bytes.wrap(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(name + " signing failed", e);
    }
  }

  /**
   * Whether the signature is the key's.
   *
   * @throws GeneralSecurityException if the key or the form of the signature is not usable
   */
  boolean verify(PublicKey key, Bytes message, Bytes signature) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(name);
    verifier.initVerify(key);
    verifier.update(message.asByteBuffer());
    return verifier.verify(signature.toArray());
  }
}
