package org.trustnet.trust.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trustnet.trust.Samples;
import org.trustnet.trust.model.Life;

/** Texts of strangers that are too long. */
final class ShortenedTextTest {
  private static final String PAIR = "\ud83d\ude80";

  private static String endingInAPair(int characters) {
    return "x".repeat(characters - 1) + PAIR + "y";
  }

  @Test
  void anAuditLineIsCutBetweenCharactersAndNotWithinOne() {
    String text = endingInAPair(AuditLine.MAX_TEXT);
    AuditLine line =
        new AuditLine(Instant.EPOCH, Actor.PROGRAM, "update", Optional.empty(), text, 1);
    assertThat(line.text()).isEqualTo("x".repeat(AuditLine.MAX_TEXT - 1));
  }

  @Test
  void aRefusalIsCutBetweenCharactersAndNotWithinOne() {
    Refusal refusal =
        Refusal.of(
            Samples.peer("acme"),
            RefusalReason.values()[0],
            Instant.EPOCH,
            endingInAPair(AuditLine.MAX_TEXT));
    assertThat(refusal.text()).isEqualTo("x".repeat(AuditLine.MAX_TEXT - 1));
  }

  @Test
  void anErrorIsCutBetweenCharactersAndNotWithinOne() {
    Optional<String> error = Optional.of(endingInAPair(Life.MAX_ERROR));
    assertThat(Life.NEW.withLastError(error).lastError()).contains("x".repeat(Life.MAX_ERROR - 1));
  }

  @Test
  void aPairThatJustFitsStays() {
    String fits = "x".repeat(Life.MAX_ERROR - 2) + PAIR;
    assertThat(Life.NEW.withLastError(Optional.of(fits + "y")).lastError()).contains(fits);
  }
}
