package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.name.PublishOutcome;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;

final class PublicationTest {
  private static final IpnsRecord RECORD =
      IpnsRecords.create(
          Keys.generate(KeyType.ED25519, new Random(1)),
          new RecordContent(
              Bytes.utf8("/ipfs/bafkqaaa"),
              3,
              Instant.parse("2026-01-01T00:00:00Z"),
              Duration.ofHours(1)),
          Compatibility.V1_AND_V2);

  private static Object message(int announced, boolean somebody) {
    PublishOutcome outcome = new PublishOutcome.Published(RECORD, announced);
    return Publication.answer(outcome, somebody).getOrDefault("Message", "none");
  }

  @Test
  void tellsARecordThatNobodyWouldTakeFromOneThatNobodyIsThereFor() {
    assertThat(message(0, true))
        .asString()
        .startsWith("stored; none of the closest peers took it, publish status tells whether");
    assertThat(message(0, false)).asString().startsWith("stored; nobody could be reached yet");
    assertThat(message(1, true)).isEqualTo("none");
  }
}
