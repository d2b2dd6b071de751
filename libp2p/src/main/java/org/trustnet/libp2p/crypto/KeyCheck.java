package org.trustnet.libp2p.crypto;

/** Whether the bytes of a public key are a key that can be used. */
public sealed interface KeyCheck {
  /** A key that signatures can be verified with. */
  record Usable() implements KeyCheck {}

  /**
   * No key, or one that must not be trusted.
   *
   * @param why what is wrong, fit to be shown to a user
   */
  record Unusable(String why) implements KeyCheck {}
}
