package org.trustnet.bootstrap.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.AddressGroup;
import org.trustnet.trust.bootstrap.BootstrapSources;
import org.trustnet.trust.bootstrap.ConnectionPlan;
import org.trustnet.trust.bootstrap.Remembered;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.model.TrustFunction;

/**
 * Whom the node knows to begin with: peers that the address book remembers, and those that trust
 * lists for it, each as they are when asked. Trust model, section 8. Any thread.
 */
final class StartingPeers implements BootstrapSources {
  private static final int MAX_REMEMBERED = 1_024;
  private static final int ANCHORS = 2;

  private final PeerId self;
  private final AddressBook book;
  private final TrustState state;
  private final Set<PeerId> anchors;

  /** The peers that the last run reached last are the anchors of this one. */
  StartingPeers(PeerId self, AddressBook book, TrustState state) {
    this.self = self;
    this.book = book;
    this.state = state;
    this.anchors = reachedLast(book);
  }

  private static Set<PeerId> reachedLast(AddressBook book) {
    Set<PeerId> last = new HashSet<>();
    book.remembered(MAX_REMEMBERED).stream()
        .filter(known -> known.lastSuccess().isPresent())
        .sorted(
            Comparator.comparing(
                (AddressBook.Remembered known) -> known.lastSuccess().orElse(Instant.MIN),
                Comparator.reverseOrder()))
        .limit(ANCHORS)
        .forEach(known -> last.add(known.peer()));
    return last;
  }

  @Override
  public List<Remembered> remembered() {
    Snapshot snapshot = state.snapshot();
    List<Remembered> peers = new ArrayList<>();
    for (AddressBook.Remembered known : book.remembered(MAX_REMEMBERED)) {
      if (!known.peer().equals(self) && !snapshot.blocked(known.peer())) {
        Optional<AddressGroup> group =
            known.addresses().stream().map(AddressGroup::of).flatMap(Optional::stream).findFirst();
        peers.add(
            new Remembered(known.peer(), known.quality(), group, anchors.contains(known.peer())));
      }
    }
    return peers;
  }

  @Override
  public List<Candidate> startup() {
    return ConnectionPlan.startup(
        questions().candidates(TrustFunction.CONNECT_ON_STARTUP), peer -> 0.5);
  }

  @Override
  public List<Candidate> bootstrap() {
    return questions().candidates(TrustFunction.BOOTSTRAP);
  }

  @Override
  public List<PeerId> local() {
    return List.of();
  }

  private PeerQuestions questions() {
    return new PeerQuestions(state.snapshot(), state.clock().millis());
  }
}
