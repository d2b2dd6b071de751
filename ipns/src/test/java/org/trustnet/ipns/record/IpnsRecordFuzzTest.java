package org.trustnet.ipns.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

final class IpnsRecordFuzzTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final PeerId NAME =
      PeerId.parse("k51qzi5uqu5dlkw8pxuw9qmqayfdeh4kfebhmreauqdc6a7c3y7d5i9fi8mk9w");

  /** Whatever comes, there is a verdict; what is valid can be summed up and compared. */
  @FuzzTest
  void judgesWhateverComes(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    if (IpnsRecords.validate(NAME, bytes, NOW) instanceof Verdict.Valid valid) {
      assertThat(valid.record().summary().name()).isEqualTo(NAME);
      assertThat(IpnsRecords.select(List.of(bytes, bytes))).hasValue(0);
    }
    IpnsRecords.select(List.of(bytes, bytes));
    Rfc3339.parse(bytes).ifPresent(IpnsRecordFuzzTest::survivesWriting);
  }

  /** Whatever is looked into, it is described or unreadable for a reason. */
  @FuzzTest
  void describesWhateverComes(byte[] input) {
    switch (RecordInspection.of(Bytes.copyOf(input))) {
      case RecordInspection.Outcome.Read read ->
          read.inspection().eol().ifPresent(IpnsRecordFuzzTest::survivesWriting);
      case RecordInspection.Outcome.Unreadable unreadable ->
          assertThat(unreadable.why()).isNotBlank();
    }
  }

  private static void survivesWriting(Instant time) {
    if (!time.isBefore(Rfc3339.MIN) && !time.isAfter(Rfc3339.MAX)) {
      assertThat(Rfc3339.parse(Bytes.utf8(Rfc3339.format(time)))).contains(time);
    }
  }
}
