package org.trustnet.trust.model;

/** One trusted party: local and private. Trust model, section 1. */
public sealed interface TrustEntry permits DirectEntry, ListedEntry {
  /** Longest note, in characters. */
  int MAX_NOTE = 1_024;

  /** Most entries of the user: trust model, section 10. */
  int MAX_ENTRIES = 10_000;

  EntryKey key();

  Standing standing();

  TrustEntry withStanding(Standing standing);

  default Label label() {
    return standing().label();
  }

  default TrustLevel level() {
    return standing().level();
  }

  default Overrides overrides() {
    return standing().overrides();
  }
}
