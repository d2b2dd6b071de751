package org.trustnet.libp2p.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.trustnet.multiformats.Bytes;

/** SHA-256, of the JDK. */
public final class Sha256 {
  /** Length of a digest, in bytes. */
  public static final int BYTES = 32;

  private Sha256() {}

  /** The digest of the parts one after another. */
  public static Bytes hash(Bytes... parts) {
    MessageDigest digest = digest();
    for (Bytes part : parts) {
      part.update(digest);
    }
    return Bytes.wrap(digest.digest());
  }

  /** A new digest, for one thread. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
