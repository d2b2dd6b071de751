package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/**
 * Questions about peers whose answers are lists: who may, who vouches, where to dial. Any thread.
 */
public final class PeerQuestions {
  private final Snapshot snapshot;
  private final long now;

  /**
   * Questions to a snapshot.
   *
   * @param now trust time in milliseconds
   */
  public PeerQuestions(Snapshot snapshot, long now) {
    this.snapshot = snapshot;
    this.now = now;
  }

  /**
   * One entry's word for a peer, as {@code trust peers} shows it.
   *
   * @param key the entry
   * @param level its level
   * @param node what its file calls the node; escape before showing; empty for a direct entry
   * @param remotes its usable remotes
   * @param dropped its remotes that are not used, with the reason
   * @param strict whether it wants every other remote omitted
   */
  public record Vouching(
      EntryKey key,
      TrustLevel level,
      String node,
      List<Remote> remotes,
      List<RemoteRules.Dropped> dropped,
      boolean strict) {}

  /** Every peer that is allowed {@code function} through an entry, asked as what we rely on. */
  public List<Candidate> candidates(TrustFunction function) {
    List<Candidate> candidates = new ArrayList<>();
    for (int shard = 0; shard < PeerIndex.SHARDS; shard++) {
      for (PeerView view : snapshot.index.shard(shard).values()) {
        if (snapshot.allows(view.peer, function, Side.RELY, now)) {
          candidates.add(candidate(view, function));
        }
      }
    }
    return candidates;
  }

  private Candidate candidate(PeerView view, TrustFunction function) {
    List<EntryKey> roots = givers(view, function).stream().map(v -> v.view.key()).toList();
    return new Candidate(
        view.peer, snapshot.level(view.peer, now), roots, dialling(view, function));
  }

  /** Whether some entry names {@code peer}, in force or not. */
  public boolean named(PeerId peer) {
    return snapshot.index.find(peer) != null;
  }

  /** The entries in force that vouch for {@code peer}. */
  public List<Vouching> vouchers(PeerId peer) {
    PeerView view = snapshot.index.find(peer);
    List<Vouching> vouchers = new ArrayList<>();
    if (view == null) {
      return vouchers;
    }
    for (Voucher v : view.vouchers) {
      if (v.vouches(now)) {
        vouchers.add(
            new Vouching(
                v.view.key(), v.view.entry().level(), v.nodeLabel, v.remotes, v.dropped, v.strict));
      }
    }
    return vouchers;
  }

  /** The entries whose word gives {@code peer} the function, whatever a direct entry denies. */
  public List<EntryKey> givers(PeerId peer, TrustFunction function) {
    PeerView view = snapshot.index.find(peer);
    return view == null
        ? List.of()
        : givers(view, function).stream().map(v -> v.view.key()).toList();
  }

  /**
   * Where {@code peer} may be dialled for {@code function}; empty if it is not allowed it. A strict
   * list binds only what its own file gives; one without usable remote binds nothing.
   */
  public Optional<Dialling> dialling(PeerId peer, TrustFunction function, Side side) {
    if (!snapshot.allows(peer, function, side, now)) {
      return Optional.empty();
    }
    PeerView view = snapshot.index.find(peer);
    return Optional.of(
        view == null ? new Dialling(List.of(), Dialling.Learnt.DIALLED) : dialling(view, function));
  }

  private Dialling dialling(PeerView view, TrustFunction function) {
    Set<Remote> remotes = new LinkedHashSet<>();
    List<Voucher> givers = givers(view, function);
    boolean learnt = givers.isEmpty();
    for (Voucher voucher : givers) {
      remotes.addAll(voucher.remotes);
      learnt |= !voucher.strict || voucher.remotes.isEmpty();
    }
    return new Dialling(
        List.copyOf(remotes), learnt ? Dialling.Learnt.DIALLED : Dialling.Learnt.OMITTED);
  }

  /** The vouchers that give the function; a direct {@code +} is one of them. */
  private List<Voucher> givers(PeerView view, TrustFunction function) {
    List<Voucher> givers = new ArrayList<>();
    for (Voucher voucher : view.vouchers) {
      if ((voucher.given(now) & function.bit()) != 0) {
        givers.add(voucher);
      }
    }
    return givers;
  }
}
