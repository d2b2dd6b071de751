package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.Samples;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.model.TrustLevel;

final class HeldNodesTest {
  private static final Instant DUE = Samples.T0.plus(Duration.ofDays(2));

  /** An entry with a node for each of {@code inForce}, from when it counts. */
  private static Holding entry(String label, Instant... inForce) {
    Holding plain = Samples.list(label, TrustLevel.TRUSTED, Samples.node("x"));
    CachedFile file = plain.file().orElseThrow();
    List<NodeHistory.Span> spans = Stream.of(inForce).map(from -> span(from, Instant.MAX)).toList();
    return new Holding(
        plain.entry(),
        Optional.of(
            new CachedFile(file.content(), file.file(), new NodeHistory(Samples.T0, spans))));
  }

  private static NodeHistory.Span span(Instant from, Instant until) {
    PeerId peer = Samples.peer("node from " + from);
    return new NodeHistory.Span(peer, Samples.T0, from, until);
  }

  @Test
  void saysHowManyWaitAndUntilWhenTheLastDoes() {
    assertThat(HeldNodes.told(entry("lst", Samples.T0, DUE.minusSeconds(60), DUE), Samples.T0))
        .contains("held: 2 new nodes until 2026-01-03T00:00:00Z; trust accept lst");
    assertThat(HeldNodes.told(entry("lst", DUE), Samples.T0))
        .contains("held: 1 new node until 2026-01-03T00:00:00Z; trust accept lst");
  }

  @Test
  void whatOnlyTheUserCanTakeIntoForceWaitsForHim() {
    assertThat(HeldNodes.told(entry("my list", Instant.MAX), Samples.T0))
        .contains("held: 1 new node until accepted; trust accept \"my list\"");
  }

  @Test
  void saysNothingWhenNothingWaits() {
    assertThat(HeldNodes.told(entry("lst", Samples.T0), Samples.T0)).isEmpty();
    assertThat(HeldNodes.told(entry("lst", DUE), DUE)).isEmpty();
  }
}
