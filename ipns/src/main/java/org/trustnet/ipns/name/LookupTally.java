package org.trustnet.ipns.name;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Rejection;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/** Judges and counts the answers of one lookup. Pure, for one thread. */
final class LookupTally {
  private final PeerId name;
  private final Instant now;
  private final Consumer<IpnsRecord> heard;
  private final NavigableSet<IpnsRecord> valid = new TreeSet<>(Comparator.reverseOrder());
  private final NavigableSet<IpnsRecord> expired = new TreeSet<>(Comparator.reverseOrder());
  private final Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
  private int records;

  LookupTally(PeerId name, Instant now, Consumer<IpnsRecord> heard) {
    this.name = name;
    this.now = now;
    this.heard = heard;
  }

  /** Takes a record. */
  void add(Bytes bytes) {
    records++;
    switch (IpnsRecords.validate(name, bytes, now)) {
      case Verdict.Valid v -> keep(valid, v.record());
      case Verdict.Expired e -> keep(expired, e.record());
      case Verdict.Rejected r -> rejected.merge(r.reason(), 1, Integer::sum);
    }
  }

  private void keep(NavigableSet<IpnsRecord> kept, IpnsRecord record) {
    heard.accept(record);
    kept.add(record);
    if (kept.size() > IpnsResolver.MAX_RECORDS) {
      kept.pollLast();
    }
  }

  NameLookup result(int answered) {
    return new NameLookup(
        name, List.copyOf(valid), List.copyOf(expired), rejected, records, answered);
  }
}
