package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

final class ArrivedRecordsTest {
  private static final SeededPublisher PUBLISHER = SeededPublisher.first(1).getFirst();
  private static final PeerId NAME = PUBLISHER.key().peerId();

  private final ArrivedRecords arrived = new ArrivedRecords();

  private List<Long> taken() {
    return arrived.takeSigned(Instant.EPOCH).stream().map(IpnsRecord::sequence).toList();
  }

  @Test
  void whatComesBeforeTheOthersAreJudgedTakesNobodysPlace() {
    LongStream.rangeClosed(1, ArrivedRecords.MAX_WAITING + 1)
        .forEach(sequence -> arrived.put(NAME, PUBLISHER.record(sequence).bytes()));

    assertThat(taken())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, ArrivedRecords.MAX_WAITING).boxed().toList());
    assertThat(taken()).as("each is taken once").isEmpty();
  }

  @Test
  void onlyWhatTheKeySignedIsTakenAndNothingOfAForgottenName() {
    arrived.put(NAME, Bytes.utf8("no record"));
    arrived.put(NAME, PUBLISHER.record(1).bytes());
    assertThat(taken()).containsExactly(1L);

    arrived.put(NAME, PUBLISHER.record(2).bytes());
    arrived.forget(NAME);
    assertThat(taken()).isEmpty();
  }
}
