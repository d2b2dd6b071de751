package org.trustnet.libp2p.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * ChaCha20-Poly1305 of RFC 8439 with nonces as the Noise specification makes them (section 12.3):
 * four zero bytes and a little-endian 64-bit counter. Holds the cipher objects, not the keys: one
 * serves all connections of a thread. Belongs to one thread.
 */
public final class ChaChaPoly {
  /** Length of a key, in bytes. */
  public static final int KEY_BYTES = 32;

  /** Length of the tag after each ciphertext, in bytes. */
  public static final int TAG_BYTES = 16;

  private static final ThreadLocal<ChaChaPoly> OF_THREAD = ThreadLocal.withInitial(ChaChaPoly::new);
  private static final String ALGORITHM = "ChaCha20-Poly1305";
  private static final int NONCE_BYTES = 12;

  /** Apart, since the JDK refuses the key and nonce a cipher object had last. */
  private Cipher sealing = cipher();

  private Cipher opening = cipher();

  private ChaChaPoly() {}

  /**
   * The calling thread's own: an event loop or a worker of a bounded pool, not a virtual thread.
   */
  public static ChaChaPoly ofThread() {
    return OF_THREAD.get();
  }

  /** The key in these 32 bytes from {@code offset}, copied. */
  public static SecretKey key(byte[] bytes, int offset) {
    return new SecretKeySpec(bytes, offset, KEY_BYTES, ALGORITHM);
  }

  /**
   * Encrypts in place: {@code length} bytes at {@code offset} become {@code length + 16}.
   *
   * @param associated is authenticated, not encrypted; may be empty
   */
  public void seal(
      SecretKey key, long counter, byte[] associated, byte[] buffer, int offset, int length) {
    try {
      sealing = init(sealing, Cipher.ENCRYPT_MODE, key, counter);
      sealing.updateAAD(associated);
      sealing.doFinal(buffer, offset, length, buffer, offset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing " + length + " bytes failed", e);
    }
  }

  /**
   * Decrypts in place: {@code length} bytes at {@code offset}, the tag last, become {@code length -
   * 16}.
   *
   * @return whether the tag was right; if not, the buffer's content is undefined
   */
  public boolean open(
      SecretKey key, long counter, byte[] associated, byte[] buffer, int offset, int length) {
    if (length < TAG_BYTES) {
      return false;
    }
    try {
      opening = init(opening, Cipher.DECRYPT_MODE, key, counter);
      opening.updateAAD(associated);
      opening.doFinal(buffer, offset, length, buffer, offset);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening " + length + " bytes failed", e);
    }
  }

  private static Cipher init(Cipher cipher, int mode, SecretKey key, long counter)
      throws GeneralSecurityException {
    IvParameterSpec nonce = new IvParameterSpec(nonce(counter));
    try {
      cipher.init(mode, key, nonce);
      return cipher;
    } catch (InvalidKeyException e) {
      // The same key and nonce as last time: two ends of one connection restarted on one thread.
      Cipher fresh = cipher();
      fresh.init(mode, key, nonce);
      return fresh;
    }
  }

  private static byte[] nonce(long counter) {
    byte[] nonce = new byte[NONCE_BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[NONCE_BYTES - Long.BYTES + i] = (byte) (counter >>> (8 * i));
    }
    return nonce;
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ChaCha20-Poly1305", e);
    }
  }
}
