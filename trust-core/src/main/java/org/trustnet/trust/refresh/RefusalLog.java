package org.trustnet.trust.refresh;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trustnet.trust.audit.Refusal;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.store.EntryBatch;

/**
 * What is written of refused records of one name that reached us unasked: a refusal at once, the
 * same one again only as a count, together with the next that is written; a kill loses such counts.
 * Times are trust time.
 */
final class RefusalLog {
  /** How long the same refusal is only counted after it was written. */
  static final Duration APART = Duration.ofHours(1);

  /** Most different refusals that are written in that time; others are only counted. */
  static final int MAX_WRITTEN = 16;

  /** What makes refusals of a name the same; the text has the sequence. */
  private record Same(RefusalReason reason, String text) {}

  private final Map<Same, Instant> written = new HashMap<>();
  private final Map<String, Refusal> counted = new LinkedHashMap<>();

  /** Counts refusals; returns what is to be written now, which is nothing if all are known. */
  List<Refusal> note(List<Refusal> refusals, Instant now) {
    written.values().removeIf(at -> !at.plus(APART).isAfter(now));
    boolean news = false;
    for (Refusal refusal : refusals) {
      counted.merge(refusal.line(), refusal, Refusal::merged);
      Same same = new Same(refusal.reason(), refusal.text());
      if (written.size() < MAX_WRITTEN && written.putIfAbsent(same, now) == null) {
        news = true;
      }
    }
    return news ? take() : List.of();
  }

  /** What was counted and is not written yet, which then counts as written. */
  List<Refusal> take() {
    List<Refusal> taken = List.copyOf(counted.values());
    counted.clear();
    return taken;
  }

  /** A batch with these refusals and with what was only counted. */
  EntryBatch.Builder with(List<Refusal> refused) {
    EntryBatch.Builder batch = EntryBatch.builder();
    take().forEach(batch::refusal);
    refused.forEach(batch::refusal);
    return batch;
  }
}
