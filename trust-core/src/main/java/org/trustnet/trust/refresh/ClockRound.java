package org.trustnet.trust.refresh;

import java.time.Instant;
import java.util.Collection;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.store.EntryBatch;

/**
 * What a refresh round that closed a clock-gap means for the others in it. Section 4, trust time.
 */
public final class ClockRound {
  private ClockRound() {}

  /**
   * The batch that makes every entry confirmed or updated in this round count as fetched at the new
   * time; its next refresh moves by as much.
   *
   * @param confirmed keys of those entries
   * @param closed trust time after the closing
   */
  public static EntryBatch restamped(
      Snapshot snapshot, Collection<EntryKey> confirmed, TrustTime closed) {
    EntryBatch.Builder batch = EntryBatch.builder().time(closed);
    for (EntryKey key : confirmed) {
      snapshot
          .holding(key)
          .map(Holding::entry)
          .filter(ListedEntry.class::isInstance)
          .map(ListedEntry.class::cast)
          .filter(e -> e.life().fetched().isPresent())
          .ifPresent(e -> batch.entry(restamped(e, closed.trust())));
    }
    return batch.build();
  }

  private static ListedEntry restamped(ListedEntry entry, Instant at) {
    return entry.withLife(
        entry
            .life()
            .withFetched(java.util.Optional.of(at))
            .withNextRefresh(java.util.Optional.of(at.plus(entry.life().ttl()))));
  }
}
