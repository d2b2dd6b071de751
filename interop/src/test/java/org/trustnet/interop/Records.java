package org.trustnet.interop;

import java.time.Clock;
import java.time.Duration;
import org.trustnet.ipns.name.RoutingKey;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;

/** IPNS records for tests. An edge: they are valid from now on. */
final class Records {
  private Records() {}

  /** Where the records of a key are in the DHT. */
  static Bytes key(PrivateKey owner) {
    return RoutingKey.record(owner.peerId());
  }

  /** A record that is valid for an hour. */
  static Bytes record(PrivateKey owner, long sequence) {
    RecordContent content =
        new RecordContent(
            Bytes.utf8("/ipfs/bafkqaaa"),
            sequence,
            Clock.systemUTC().instant().plus(Duration.ofHours(1)),
            Duration.ofMinutes(1));
    return IpnsRecords.create(owner, content, Compatibility.V1_AND_V2).bytes();
  }
}
