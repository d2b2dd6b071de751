package org.trustnet.trust.model;

import java.util.Locale;
import java.util.Optional;

/** What {@code --update} says about a list that changes much at once. Section 4, update guard. */
public enum UpdatePolicy {
  /** The default: a large change is held for 48 h or until accepted. */
  GUARD,
  /** Never held. */
  AUTO,
  /** Every addition is held until accepted. */
  ASK;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<UpdatePolicy> byId(String id) {
    for (UpdatePolicy policy : values()) {
      if (policy.id().equals(id)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
