package org.trustnet.libp2p.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.trustnet.multiformats.Bytes;

/** HMAC of RFC 2104 with SHA-256. */
public final class HmacSha256 {
  private static final String NAME = "HmacSHA256";

  private HmacSha256() {}

  /**
   * The code of a message.
   *
   * @param key at least one byte
   * @return 32 bytes
   */
  public static Bytes of(Bytes key, Bytes message) {
    return Bytes.wrap(mac(key.toArray()).doFinal(message.toArray()));
  }

  static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(NAME);
      mac.init(new SecretKeySpec(key, NAME));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
