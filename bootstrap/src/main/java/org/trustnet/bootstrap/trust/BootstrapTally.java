package org.trustnet.bootstrap.trust;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.BootstrapState;
import org.trustnet.trust.bootstrap.Contact;

/** Counts how contacts ended, and who answered and is still connected. Under the driver's lock. */
final class BootstrapTally {
  private final Set<PeerId> answered = new HashSet<>();
  private final Map<String, Map<String, Long>> counts = new HashMap<>();
  private long eclipseSuspects;

  void count(PeerId peer, Contact.Source source, Contact.Outcome outcome) {
    counts.computeIfAbsent(source.id(), s -> new HashMap<>()).merge(outcome.id(), 1L, Long::sum);
    if (outcome == Contact.Outcome.ANSWERED) {
      answered.add(peer);
    }
  }

  void disconnected(PeerId peer) {
    answered.remove(peer);
  }

  void eclipseSuspected() {
    eclipseSuspects++;
  }

  BootstrapStatus status(BootstrapState stage) {
    Map<String, Map<String, Long>> copy = new HashMap<>();
    counts.forEach((source, outcomes) -> copy.put(source, Map.copyOf(outcomes)));
    return new BootstrapStatus(stage, answered.size(), copy, eclipseSuspects);
  }
}
