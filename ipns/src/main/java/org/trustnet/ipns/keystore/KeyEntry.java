package org.trustnet.ipns.keystore;

import org.trustnet.libp2p.crypto.PrivateKey;

/** A file of the store. */
public sealed interface KeyEntry {
  /** The name as it is in the file name; may be one that {@link KeyName} would refuse. */
  String name();

  /** A key that can be used. */
  record Usable(String name, PrivateKey key) implements KeyEntry {}

  /** A file that holds no key. */
  record Damaged(String name, String why) implements KeyEntry {}
}
