package org.trustnet.bootstrap.trust;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.bootstrap.ConnectionPlan;
import org.trustnet.trust.decide.Candidate;
import org.trustnet.trust.decide.Difference;
import org.trustnet.trust.decide.PeerQuestions;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustEntry;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.store.EntryBatch;

/**
 * Keeps the connections that {@code hold-connection} asks for, and ends at once what is no more
 * allowed. Trust model, section 3, "Revocation is complete". Called under the writer's lock; names
 * are looked up, and the budget of dials is asked, when the connection manager dials.
 */
final class HeldPeers implements TrustState.Watcher {
  /** The reason that the connection manager shows. */
  static final String TAG = "hold-connection";

  private static final int MAX_MEASURED = 10_000;

  private final TrustState state;
  private final HostNode host;
  private final DualKad kad;
  private final RemoteResolver resolver;
  private final DialBudget budget;
  private final Map<PeerId, Candidate> held = new HashMap<>();

  HeldPeers(
      TrustState state, TrustService.Parts parts, RemoteResolver resolver, DialBudget budget) {
    this.state = state;
    this.host = parts.host();
    this.kad = parts.kad();
    this.resolver = resolver;
    this.budget = budget;
  }

  @Override
  public void changed(TrustState.Published published) {
    for (PeerId peer : published.difference().blocked()) {
      host.addressBook().forget(peer);
      kad.forget(peer);
      host.reconsider(peer);
    }
    if (mayChangePlan(published)) {
      plan();
    }
  }

  private static boolean mayChangePlan(TrustState.Published published) {
    boolean holds = published.difference().peers().stream().anyMatch(HeldPeers::isAboutHolding);
    return holds || published.batch().filter(batch -> changesLists(batch, published)).isPresent();
  }

  private static boolean isAboutHolding(Difference.PeerChange change) {
    return change.lost().rely().has(TrustFunction.HOLD_CONNECTION)
        || change.gained().rely().has(TrustFunction.HOLD_CONNECTION);
  }

  /** What a refresh that confirms a file writes changes nobody's rank or remotes. */
  private static boolean changesLists(EntryBatch batch, TrustState.Published published) {
    return !batch.files().isEmpty()
        || !batch.removed().isEmpty()
        || batch.matrix().isPresent()
        || batch.blocks().isPresent()
        || batch.entries().stream().anyMatch(entry -> isChanged(entry, published));
  }

  private static boolean isChanged(TrustEntry entry, TrustState.Published published) {
    return published
        .before()
        .holding(entry.key())
        .map(
            old ->
                entry instanceof DirectEntry
                    ? !old.entry().equals(entry)
                    : !old.entry().standing().equals(entry.standing()))
        .orElse(true);
  }

  /** Holds whom the plan names and releases everybody else. */
  void plan() {
    List<Candidate> candidates =
        new PeerQuestions(state.snapshot(), state.clock().millis())
            .candidates(TrustFunction.HOLD_CONNECTION);
    Map<PeerId, Double> quality = candidates.isEmpty() ? Map.of() : quality();
    Map<PeerId, Candidate> wanted = new HashMap<>();
    ConnectionPlan.held(candidates, peer -> quality.getOrDefault(peer, 0.5))
        .forEach(candidate -> wanted.put(candidate.peer(), candidate));
    Set<PeerId> over = new HashSet<>(held.keySet());
    over.removeAll(wanted.keySet());
    over.forEach(this::release);
    wanted.values().stream().filter(this::isNews).forEach(this::hold);
  }

  private Map<PeerId, Double> quality() {
    Map<PeerId, Double> measured = new HashMap<>();
    for (AddressBook.Remembered known : host.addressBook().remembered(MAX_MEASURED)) {
      measured.put(known.peer(), known.quality());
    }
    return measured;
  }

  private boolean isNews(Candidate candidate) {
    Candidate old = held.get(candidate.peer());
    return old == null || !old.dialling().equals(candidate.dialling());
  }

  private void release(PeerId peer) {
    held.remove(peer);
    host.connectionManager().release(peer, TAG);
    if (host.connectionManager().protections(peer).isEmpty()) {
      host.connections(peer).forEach(Connection::close);
    }
  }

  private void hold(Candidate candidate) {
    PeerId peer = candidate.peer();
    held.put(peer, candidate);
    host.connectionManager()
        .hold(peer, TAG, () -> resolver.targets(peer, candidate.dialling()).through(budget));
  }

  /** The peers that are held now, and by which entries. */
  Map<PeerId, List<EntryKey>> reasons() {
    return state.writing(
        () -> {
          Map<PeerId, List<EntryKey>> all = new HashMap<>();
          held.forEach((peer, candidate) -> all.put(peer, candidate.roots()));
          return all;
        });
  }
}
