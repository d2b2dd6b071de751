package org.trustnet.trust.model;

import java.util.Locale;

/** Where the key of an entry came from. */
public enum Origin {
  /** {@code trust add} with the key typed. */
  TYPED,
  /** Shipped with the program. */
  BUNDLED,
  /** The user's own list. */
  SELF,
  /** {@code bootstrap add}: deleted again when nothing else is on it. */
  BOOTSTRAP,
  /** {@code swarm peering add}: deleted again when nothing else is on it. */
  PEERING;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
