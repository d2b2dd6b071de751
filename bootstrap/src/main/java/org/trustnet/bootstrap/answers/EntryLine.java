package org.trustnet.bootstrap.answers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.EntryState;
import org.trustnet.trust.life.Epoch;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.TrustEntry;

/**
 * An entry on one line, as a command that changed it says what is now so. The key stands beside the
 * label: identity is the key (trust model, section 1).
 *
 * @param snapshot what is decided by
 * @param now trust time
 */
record EntryLine(Snapshot snapshot, Instant now) {
  /** For example {@code acme (k51…): trusted, -bootstrap, fresh, refresh due 2026-…}. */
  String of(Holding holding) {
    TrustEntry entry = holding.entry();
    List<String> parts = new ArrayList<>();
    parts.add(entry.level().id());
    entry.overrides().list().forEach(override -> parts.add(String.valueOf(override)));
    entry.standing().judgement().end().ifPresent(end -> parts.add("trust until " + end));
    parts.add(EntryState.of(holding, now).id());
    parts.addAll(EntryAlarms.of(holding, snapshot, now));
    if (snapshot.withheld(holding.key(), Epoch.millis(now))) {
      parts.add("withheld");
    }
    due(entry).ifPresent(parts::add);
    return called(entry) + ": " + String.join(", ", parts);
  }

  /** Label and key, once if they are the same. */
  static String called(TrustEntry entry) {
    String label = entry.label().toString();
    String key =
        switch (entry) {
          case DirectEntry direct -> direct.peer().toString();
          case ListedEntry listed -> listed.name().map(PeerId::toName).orElse("");
        };
    String shown = Printable.escape(label);
    return key.isEmpty() || key.equals(label) ? shown : shown + " (" + key + ")";
  }

  private static Optional<String> due(TrustEntry entry) {
    return switch (entry) {
      case DirectEntry direct ->
          direct.remotes().isEmpty()
              ? Optional.of("no address")
              : Optional.of(
                  direct.remotes().size()
                      + (direct.remotes().size() == 1 ? " address" : " addresses"));
      case ListedEntry listed when listed.local() || listed.life().revoked() -> Optional.empty();
      case ListedEntry listed ->
          Optional.of(
              "refresh due "
                  + listed.life().nextRefresh().map(Instant::toString).orElse("at once"));
    };
  }
}
