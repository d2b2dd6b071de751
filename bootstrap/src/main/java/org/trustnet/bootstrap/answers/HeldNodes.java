package org.trustnet.bootstrap.answers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.NodeHistory.Span;

/** The nodes of an entry that its update guard holds. Trust model, section 4. */
final class HeldNodes {
  private HeldNodes() {}

  /** How many wait, until when, and what ends it; empty if none does. */
  static Optional<String> told(Holding holding, Instant now) {
    List<Span> waiting = holding.file().map(f -> f.history().waiting(now)).orElse(List.of());
    return waiting.stream()
        .map(Span::inForce)
        .max(Instant::compareTo)
        .map(last -> told(waiting.size(), last, holding.entry().label().toString()));
  }

  private static String told(int count, Instant last, String label) {
    return "held: %d new %s until %s; trust accept %s"
        .formatted(
            count,
            count == 1 ? "node" : "nodes",
            last.equals(Instant.MAX) ? "accepted" : last.toString(),
            label.matches("[\\w.-]+") ? label : Printable.quote(label));
  }
}
