package org.trustnet.trust.life;

import java.time.Instant;
import java.util.Locale;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.ListedEntry;

/** Where an entry stands in its life. Trust model, section 4. */
public enum EntryState {
  /** No file comes from the network: a direct entry, self, or bundled without an update key. */
  LOCAL,
  /** A file from the program, used before the first fetch. */
  SEEDED,
  /** Nothing yet. */
  PENDING,
  /** Younger than its TTL. */
  FRESH,
  /** Refresh is due, still used. */
  STALE,
  /** Older than cache-lifetime: nodes unused, entry kept. */
  EXPIRED;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state at {@code now}, trust time. */
  public static EntryState of(Holding holding, Instant now) {
    return switch (holding.entry()) {
      case DirectEntry direct -> LOCAL;
      case ListedEntry listed -> {
        if (listed.local()) {
          yield LOCAL;
        }
        yield holding.file().isEmpty() ? PENDING : aged(listed, now);
      }
    };
  }

  private static EntryState aged(ListedEntry entry, Instant now) {
    if (!now.isBefore(Windows.cacheEnd(entry))) {
      return EXPIRED;
    }
    return entry
        .life()
        .fetched()
        .map(at -> now.isBefore(Epoch.plus(at, entry.life().ttl())) ? FRESH : STALE)
        .orElse(SEEDED);
  }
}
