package org.trustnet.trust.refresh;

import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.audit.RefusalReason;

/** What happens to an entry's refresh. */
public sealed interface RefreshEvent {
  /** The program started, or the entry was added: first event of a machine. */
  record Started() implements RefreshEvent {}

  /** The time asked for by {@code wakeAfter} has come. */
  record Due() implements RefreshEvent {}

  /** {@code trust refresh}: now, whatever the schedule says. */
  record Asked() implements RefreshEvent {}

  /**
   * A lookup ended.
   *
   * @param records all validly signed records that came, of this name; those count that {@link
   *     LookupRecords} keeps
   * @param malformed how many came that were malformed
   * @param reach whether a peer answered at all
   */
  record Looked(List<RecordSummary> records, int malformed, Reach reach) implements RefreshEvent {
    public Looked {
      records = List.copyOf(records);
    }
  }

  /** Whether a lookup reached anybody. */
  enum Reach {
    ANSWERED,
    SILENT
  }

  /** A validly signed record reached us unasked: by a peer, {@code name put}, pubsub. */
  record Pushed(RecordSummary record) implements RefreshEvent {}

  /** The file of {@code record} is here, every hash verified. */
  record Fetched(RecordSummary record, Bytes content) implements RefreshEvent {}

  /** The file of {@code record} could not be had. */
  record FetchFailed(RecordSummary record, RefusalReason reason, String text)
      implements RefreshEvent {}

  /** The file asked for by {@code inspect} came, or could not be had. */
  record Inspected(RecordSummary record, Optional<Bytes> content) implements RefreshEvent {}

  /** The program stops: what is counted in memory is to be written. */
  record Stopping() implements RefreshEvent {}
}
