package org.trustnet.trust.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.trust.Samples;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.model.UpdatePolicy;

final class UpdateGuardTest {
  private static final Instant LATER = Samples.after(Duration.ofDays(30));
  private static final ListedEntry TRUSTED = Samples.entry("t", TrustLevel.TRUSTED, Overrides.NONE);

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static TrustFile file(List<String> old, List<String> fresh) {
    return Samples.fileOf(java.util.stream.Stream.concat(old.stream(), fresh.stream()).toList());
  }

  private static boolean held(int base, int kept, int fresh, ListedEntry entry) {
    NodeHistory history = NodeHistory.first(Samples.fileOf(names("n", base)), Samples.T0);
    TrustFile next = file(names("n", kept), names("m", fresh));
    return UpdateGuard.judge(history, next, entry, LATER).held();
  }

  @Test
  void holdsFourNewNodesThatAreMoreThanHalfAndNotThree() {
    assertThat(held(3, 3, 4, TRUSTED)).isTrue();
    assertThat(held(4, 4, 4, TRUSTED)).isFalse();
    assertThat(held(1, 1, 3, TRUSTED)).isFalse();
  }

  @Test
  void holdsTheLossOfMoreThanHalfOfABaseOfEightAndNotOfSeven() {
    assertThat(held(8, 3, 1, TRUSTED)).isTrue();
    assertThat(held(8, 4, 1, TRUSTED)).isFalse();
    assertThat(held(7, 3, 1, TRUSTED)).isFalse();
  }

  @Test
  void neverHoldsUnderAutoOrBelowTrusted() {
    assertThat(held(10, 0, 10, TRUSTED.withUpdate(UpdatePolicy.AUTO))).isFalse();
    assertThat(held(10, 0, 10, Samples.entry("m", TrustLevel.MARGINAL, Overrides.NONE))).isFalse();
  }

  @Test
  void underAskEveryAdditionWaitsForAccept() {
    ListedEntry ask = TRUSTED.withUpdate(UpdatePolicy.ASK);
    NodeHistory history = NodeHistory.first(Samples.fileOf(names("n", 5)), Samples.T0);
    UpdateGuard.Judgement judged =
        UpdateGuard.judge(history, file(names("n", 5), names("m", 1)), ask, LATER);
    assertThat(judged.held()).isTrue();
    NodeHistory.Span waiting = span(judged.history(), "m0");
    assertThat(waiting.inForce()).isEqualTo(Instant.MAX);
    assertThat(span(judged.history(), "n0").inForce()).isEqualTo(Samples.T0);
    NodeHistory accepted = UpdateGuard.accept(judged.history(), LATER);
    assertThat(span(accepted, "m0").inForce()).isEqualTo(LATER);
  }

  @Test
  void aListReplacedDropByDropIsHeldInTheEnd() {
    NodeHistory history = NodeHistory.first(Samples.fileOf(names("n", 10)), Samples.T0);
    boolean everHeld = false;
    for (int hour = 1; hour <= 10; hour++) {
      TrustFile next = file(names("n", 10 - hour), names("m", hour));
      UpdateGuard.Judgement judged =
          UpdateGuard.judge(history, next, TRUSTED, LATER.plus(Duration.ofHours(hour)));
      history = judged.history();
      everHeld |= judged.held();
    }
    assertThat(everHeld).isTrue();
    assertThat(span(history, "m0").inForce()).isEqualTo(LATER.plus(Duration.ofHours(49)));
  }

  @Test
  void theFirstFileAndAnAcceptedOneAreTheBaseAtOnce() {
    NodeHistory history = NodeHistory.first(Samples.fileOf(names("n", 4)), Samples.T0);
    TrustFile next = file(names("n", 4), names("m", 4));
    assertThat(UpdateGuard.judge(history, next, TRUSTED, Samples.T0.plusSeconds(60)).held())
        .isFalse();
    assertThat(UpdateGuard.base(history, Samples.T0)).hasSize(4);
  }

  @Test
  void theHistoryStaysBounded() {
    NodeHistory history = NodeHistory.first(Samples.fileOf(names("a", 4_096)), Samples.T0);
    for (int i = 0; i < 6; i++) {
      String prefix = i % 2 == 0 ? "b" : "a";
      history =
          UpdateGuard.judge(
                  history,
                  Samples.fileOf(names(prefix, 4_096)),
                  TRUSTED.withUpdate(UpdatePolicy.AUTO),
                  LATER.plus(Duration.ofHours(i)))
              .history();
    }
    assertThat(history.spans()).hasSizeLessThanOrEqualTo(NodeHistory.MAX_SPANS);
  }

  private static NodeHistory.Span span(NodeHistory history, String name) {
    return history.spans().stream()
        .filter(s -> s.current() && s.peer().equals(Samples.peer(name)))
        .findFirst()
        .orElseThrow();
  }
}
