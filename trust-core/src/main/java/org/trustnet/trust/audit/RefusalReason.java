package org.trustnet.trust.audit;

import java.util.Locale;
import java.util.Optional;

/** Why a record or a file was not used. Trust model, sections 4 and 9. */
public enum RefusalReason {
  ROLLBACK,
  EQUIVOCATION,
  FAST_FORWARD,
  MALFORMED,
  EXPIRED,
  BAD_SIGNATURE,
  BAD_VALUE,
  TOO_LARGE,
  BAD_SCHEMA,
  UNSUPPORTED_VERSION,
  UNFETCHABLE,
  REVOKED,
  OVER_LIMIT;

  /** The word in logs and metrics, for example {@code fast-forward}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<RefusalReason> byId(String id) {
    for (RefusalReason reason : values()) {
      if (reason.id().equals(id)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
