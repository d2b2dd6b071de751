package org.trustnet.bootstrap.answers;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.ListedEntry;

/** What is said of an entry beside its state: its flags, and that the user blocked it. */
final class EntryAlarms {
  private static final String BLOCKED = "blocked";

  private EntryAlarms() {}

  /**
   * In the order of the alphabet.
   *
   * @param now trust time
   */
  static List<String> of(Holding holding, Snapshot snapshot, Instant now) {
    Stream<String> flags = EntryFlag.of(holding, now).stream().map(EntryFlag::id);
    Stream<String> block = blocked(holding, snapshot) ? Stream.of(BLOCKED) : Stream.empty();
    return Stream.concat(block, flags).sorted().toList();
  }

  private static boolean blocked(Holding holding, Snapshot snapshot) {
    return switch (holding.entry()) {
      case DirectEntry direct -> snapshot.blocked(direct.peer());
      case ListedEntry listed -> listed.name().filter(snapshot::nameBlocked).isPresent();
    };
  }
}
