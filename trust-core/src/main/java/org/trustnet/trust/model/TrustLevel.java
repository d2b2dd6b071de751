package org.trustnet.trust.model;

import java.util.Locale;
import java.util.Optional;

/** How much the user trusts a party, lowest first. Trust model, section 1. */
public enum TrustLevel {
  PEER,
  MARGINAL,
  TRUSTED,
  ADVANCED,
  ULTIMATE;

  /** The word that files, commands and JSON use: {@code peer} … {@code ultimate}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level with this {@link #id}; empty if there is none. */
  public static Optional<TrustLevel> byId(String id) {
    for (TrustLevel level : values()) {
      if (level.id().equals(id)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  public boolean atLeast(TrustLevel other) {
    return compareTo(other) >= 0;
  }
}
