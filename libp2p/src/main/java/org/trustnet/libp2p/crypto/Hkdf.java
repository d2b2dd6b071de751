package org.trustnet.libp2p.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF of RFC 5869 with HMAC-SHA-256, in the use the Noise framework makes of it. */
public final class Hkdf {
  private static final String HMAC = "HmacSHA256";

  private Hkdf() {}

  /**
   * The first 64 bytes of HKDF with salt {@code chainingKey}, the given input and no info: {@code
   * HKDF(chaining_key, input_key_material, 2)} of the Noise specification, section 4.3, its two
   * outputs one after the other.
   *
   * @param chainingKey 32 bytes
   */
  public static byte[] twoOutputs(byte[] chainingKey, byte[] input) {
    byte[] extracted = hmac(chainingKey).doFinal(input);
    Mac expand = hmac(extracted);
    expand.update((byte) 1);
    byte[] first = expand.doFinal();
    expand.update(first);
    expand.update((byte) 2);
    byte[] second = expand.doFinal();
    byte[] both = java.util.Arrays.copyOf(first, 2 * Sha256.BYTES);
    System.arraycopy(second, 0, both, Sha256.BYTES, Sha256.BYTES);
    return both;
  }

  private static Mac hmac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
