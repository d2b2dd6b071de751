package org.trustnet.trust.refresh;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.EntryBatch;

/**
 * Which record closes a clock-gap, and what that means for the others in the same refresh round.
 * Section 4, trust time.
 */
public final class ClockRound {
  private ClockRound() {}

  /** Trust time after the record has proven the wall clock; empty if it proves nothing new. */
  static Optional<TrustTime> closedBy(RecordSummary best, Known known, Moment now) {
    TrustTime time = now.time();
    boolean wanted = time.gapOpen() || !time.credited().isZero();
    boolean newer =
        known.life().used().map(u -> Long.compareUnsigned(best.sequence(), u) > 0).orElse(true)
            || known.life().eol().map(best.eol()::isAfter).orElse(true);
    return wanted
            && newer
            && known.entry().level().atLeast(TrustLevel.TRUSTED)
            && TrustTime.provenBy(best.eol(), now.wall())
        ? Optional.of(time.close(now.wall()))
        : Optional.empty();
  }

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
            .withFetched(Optional.of(at))
            .withNextRefresh(Optional.of(at.plus(entry.life().ttl()))));
  }
}
