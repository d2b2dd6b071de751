package org.trustnet.trust.refresh;

import org.trustnet.trust.audit.RefusalReason;

/** How a refresh ended: what {@code trust refresh} waits for. */
public sealed interface RefreshOutcome {
  /** A newer file is in use. */
  record Updated(FileDiff diff, boolean held) implements RefreshOutcome {}

  /** What is in use was confirmed. */
  record Unchanged() implements RefreshOutcome {}

  /** The publisher revoked the key. */
  record Revoked() implements RefreshOutcome {}

  /** What came is not used. */
  record Refused(RefusalReason reason, String text) implements RefreshOutcome {}

  /** Nothing came. */
  record NothingFound(String text) implements RefreshOutcome {}
}
