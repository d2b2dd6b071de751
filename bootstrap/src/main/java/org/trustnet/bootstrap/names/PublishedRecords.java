package org.trustnet.bootstrap.names;

import java.time.Instant;
import java.util.Optional;
import org.trustnet.ipns.name.PublishedStore;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.multiformats.PeerId;

/**
 * What this node has published, as its files say; needs no network.
 *
 * @param store of the files
 */
public record PublishedRecords(PublishedStore store) {
  /** The last record of a name, valid or expired; empty if there is none, or no good one. */
  public Optional<IpnsRecord> find(PeerId name) {
    return store
        .find(name)
        .map(bytes -> IpnsRecords.validate(name, bytes, Instant.MIN))
        .flatMap(
            verdict ->
                switch (verdict) {
                  case Verdict.Valid valid -> Optional.of(valid.record());
                  case Verdict.Expired expired -> Optional.of(expired.record());
                  case Verdict.Rejected _ -> Optional.empty();
                });
  }
}
