package org.trustnet.libp2p.crypto;

import javax.crypto.Mac;

/** HKDF of RFC 5869 with HMAC-SHA-256, in the use the Noise framework makes of it. */
public final class Hkdf {
  private Hkdf() {}

  /**
   * The first 64 bytes of HKDF with salt {@code chainingKey}, the given input and no info: {@code
   * HKDF(chaining_key, input_key_material, 2)} of the Noise specification, section 4.3, its two
   * outputs one after the other.
   *
   * @param chainingKey 32 bytes
   */
  public static byte[] twoOutputs(byte[] chainingKey, byte[] input) {
    byte[] extracted = HmacSha256.mac(chainingKey).doFinal(input);
    Mac expand = HmacSha256.mac(extracted);
    expand.update((byte) 1);
    byte[] first = expand.doFinal();
    expand.update(first);
    expand.update((byte) 2);
    byte[] second = expand.doFinal();
    byte[] both = java.util.Arrays.copyOf(first, 2 * Sha256.BYTES);
    System.arraycopy(second, 0, both, Sha256.BYTES, Sha256.BYTES);
    return both;
  }
}
