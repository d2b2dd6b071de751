package org.trustnet.bootstrap.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * Records that reached us unasked and were not judged yet: the newest of each followed name. On any
 * thread.
 */
final class ArrivedRecords {
  private final Map<PeerId, Bytes> newest = new ConcurrentHashMap<>();

  void put(PeerId name, Bytes record) {
    newest.put(name, record);
  }

  void forget(PeerId name) {
    newest.remove(name);
  }

  /** Takes all out; returns those that the name's key has signed, expired or not. */
  List<IpnsRecord> takeSigned(Instant wall) {
    List<IpnsRecord> signed = new ArrayList<>();
    for (PeerId name : List.copyOf(newest.keySet())) {
      Bytes bytes = newest.remove(name);
      if (bytes != null) {
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
