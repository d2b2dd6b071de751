package org.trustnet.ipns.name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.Rejection;
import org.trustnet.multiformats.PeerId;

/**
 * What one lookup of a name brought.
 *
 * @param name what was looked up
 * @param valid different records to be believed, the best first
 * @param expired different records after their EOL, the best first
 * @param rejected how many others there were, by reason
 * @param records how many records came, repeated ones counted each time
 * @param answered how many peers answered, with a record or without
 */
public record NameLookup(
    PeerId name,
    List<IpnsRecord> valid,
    List<IpnsRecord> expired,
    Map<Rejection, Integer> rejected,
    int records,
    int answered) {
  public NameLookup {
    valid = List.copyOf(valid);
    expired = List.copyOf(expired);
    rejected = Map.copyOf(rejected);
  }

  public Optional<IpnsRecord> best() {
    return valid.stream().findFirst();
  }
}
