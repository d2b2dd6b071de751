package org.trustnet.ipns.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trustnet.ipns.Vectors;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

final class JudgedByKuboTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  /** Kubo calls these valid and cannot follow or compare them; we refuse them. */
  private static final Set<String> STRICTER = Set.of("value text", "no value", "no seq");

  static Stream<Arguments> records() {
    return Arrays.stream(Vectors.bytes("kubo/judged-records.tsv").toUtf8().split("\n"))
        .map(line -> line.split("\t"))
        .map(
            column ->
                Arguments.of(
                    column[3],
                    Boolean.valueOf(column[0]),
                    PeerId.parse(column[1]),
                    Bytes.wrap(Base64.getDecoder().decode(column[2]))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void judgesAsKuboDoes(String what, Boolean valid, PeerId name, Bytes record) {
    Verdict verdict = IpnsRecords.validate(name, record, NOW);
    if (STRICTER.contains(what)) {
      assertThat(valid).isTrue();
      assertThat(verdict)
          .isInstanceOfSatisfying(
              Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Rejection.INCOMPLETE));
    } else {
      assertThat(verdict.isValid()).as(verdict.toString()).isEqualTo(valid);
    }
  }
}
