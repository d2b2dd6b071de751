package org.trustnet.bootstrap.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/** Records of followed names that reached us unasked and were not judged yet. On any thread. */
final class ArrivedRecords {
  /** Records of one name that wait to be judged, a moment; those that come then are not heard. */
  static final int MAX_WAITING = 16;

  private final Map<PeerId, Set<Bytes>> waiting = new ConcurrentHashMap<>();

  void put(PeerId name, Bytes record) {
    waiting.compute(
        name,
        (_, before) -> {
          Set<Bytes> records = before == null ? new LinkedHashSet<>() : before;
          if (records.size() < MAX_WAITING) {
            records.add(record);
          }
          return records;
        });
  }

  void forget(PeerId name) {
    waiting.remove(name);
  }

  /** Takes all out; returns those that the name's key has signed, expired or not. */
  List<IpnsRecord> takeSigned(Instant wall) {
    List<IpnsRecord> signed = new ArrayList<>();
    for (PeerId name : List.copyOf(waiting.keySet())) {
      for (Bytes bytes : Objects.requireNonNullElse(waiting.remove(name), Set.<Bytes>of())) {
        switch (IpnsRecords.validate(name, bytes, wall)) {
          case Verdict.Valid valid -> signed.add(valid.record());
          case Verdict.Expired expired -> signed.add(expired.record());
          case Verdict.Rejected _ -> {}
        }
      }
    }
    return signed;
  }
}
