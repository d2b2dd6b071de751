package org.trustnet.libp2p.crypto;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PublicKey;

/** Verifies the signatures of others. Safe on any thread. */
public final class Signatures {
  /** Longest signature that is looked at, in bytes: RSA with 8,192 bits. */
  public static final int MAX_SIGNATURE_BYTES = Keys.MAX_RSA_BITS / 8;

  private Signatures() {}

  /**
   * Whether {@code signature} is one over {@code message} by {@code key}. An unusable key and a
   * malformed signature verify nothing; nothing is thrown. The verdict does not depend on the
   * provider, so all nodes judge one record alike.
   */
  public static boolean verify(PublicKey key, Bytes message, Bytes signature) {
    return signature.length() <= MAX_SIGNATURE_BYTES
        && KeyScheme.of(key.type()).verify(key.data(), message, signature);
  }
}
