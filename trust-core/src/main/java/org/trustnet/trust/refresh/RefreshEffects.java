package org.trustnet.trust.refresh;

import java.time.Duration;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.Floor;

/** What a machine wants done. No call re-enters the machine. */
public interface RefreshEffects {
  /** Ask every source for the name's record, then report {@code Looked}. */
  void lookup();

  /** A lookup of this run was answered: cache-lifetime is judged from now on. */
  void answered();

  /** Write {@code seen}, synced, before anything that follows. */
  void persistSeen(Floor floor);

  /** Fetch the file, then report {@code Fetched} or {@code FetchFailed}. */
  void fetch(RecordSummary record, RecordValue target);

  /** Fetch the file only to see whether it revokes, then report {@code Inspected}. */
  void inspect(RecordSummary record, RecordValue target);

  /** Write {@code batch} atomically and synced, then publish the new snapshot. */
  void commit(EntryBatch batch);

  /** The wall clock was proven: trust time is this now; already in the batch that follows. */
  void clockClosed(TrustTime time);

  /** Report {@code Due} after this much monotonic time; replaces an earlier wish. */
  void wakeAfter(Duration delay);

  /** A refresh ended. */
  void done(RefreshOutcome outcome);
}
