package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Side;

/**
 * What a new snapshot, or time alone, takes away and gives: what is to be released and what may be
 * begun. Section 3, "Revocation is complete".
 *
 * @param peers every named peer of which something changed
 * @param strangersLost what peers that no entry names are no more allowed: a changed {@code
 *     Trust.Default}
 * @param strangersGained what they are allowed now
 * @param blocked peers now blocked: their connections end, they leave tables and caches
 * @param unredistributed entries whose record and file are no more kept alive
 */
public record Difference(
    List<PeerChange> peers,
    Asked strangersLost,
    Asked strangersGained,
    Set<PeerId> blocked,
    Set<EntryKey> unredistributed) {

  /**
   * Functions by the side from which they are asked.
   *
   * @param grant what may be had from us
   * @param rely what we rely on
   */
  public record Asked(Functions grant, Functions rely) {
    public static final Asked NOTHING = new Asked(Functions.NONE, Functions.NONE);

    public boolean isEmpty() {
      return grant.isEmpty() && rely.isEmpty();
    }

    Asked minus(Asked other) {
      return new Asked(grant.minus(other.grant), rely.minus(other.rely));
    }
  }

  /**
   * One peer's change.
   *
   * @param peer whose
   * @param lost what turned from allow to deny
   * @param gained what turned from deny to allow
   */
  public record PeerChange(PeerId peer, Asked lost, Asked gained) {}

  public Difference {
    peers = List.copyOf(peers);
    blocked = Set.copyOf(blocked);
    unredistributed = Set.copyOf(unredistributed);
  }

  public boolean isEmpty() {
    return peers.isEmpty()
        && strangersLost.isEmpty()
        && strangersGained.isEmpty()
        && blocked.isEmpty()
        && unredistributed.isEmpty();
  }

  /**
   * Compares two snapshots, each at its moment. Untouched shards are skipped unless time or
   * something global changed.
   *
   * @param then trust time of the last comparison, in milliseconds
   * @param now trust time, in milliseconds
   */
  @SuppressWarnings("ReferenceEquality") // an untouched shard is the same object
  public static Difference between(Snapshot before, long then, Snapshot after, long now) {
    List<PeerChange> changes = new ArrayList<>();
    boolean everywhere =
        !before.policy.defaults().equals(after.policy.defaults())
            || !before.policy.blocks().peers().equals(after.policy.blocks().peers())
            || before.nextChange(then) <= now;
    for (int shard = 0; shard < PeerIndex.SHARDS; shard++) {
      Map<PeerId, PeerView> old = before.index.shard(shard);
      Map<PeerId, PeerView> current = after.index.shard(shard);
      if (everywhere || old != current) {
        Set<PeerId> named = new HashSet<>(old.keySet());
        named.addAll(current.keySet());
        named.forEach(peer -> add(changes, peer, ask(before, peer, then), ask(after, peer, now)));
      }
    }
    Asked strangersThen = new Asked(before.strangers(Side.GRANT), before.strangers(Side.RELY));
    Asked strangersNow = new Asked(after.strangers(Side.GRANT), after.strangers(Side.RELY));
    return new Difference(
        changes,
        strangersThen.minus(strangersNow),
        strangersNow.minus(strangersThen),
        newlyBlocked(before, after),
        unredistributed(before, then, after, now));
  }

  private static void add(List<PeerChange> changes, PeerId peer, Asked old, Asked current) {
    Asked lost = old.minus(current);
    Asked gained = current.minus(old);
    if (!lost.isEmpty() || !gained.isEmpty()) {
      changes.add(new PeerChange(peer, lost, gained));
    }
  }

  private static Asked ask(Snapshot snapshot, PeerId peer, long now) {
    return new Asked(
        snapshot.allowed(peer, Side.GRANT, now), snapshot.allowed(peer, Side.RELY, now));
  }

  private static Set<PeerId> newlyBlocked(Snapshot before, Snapshot after) {
    Set<PeerId> blocked = new HashSet<>(after.policy.blocks().peers());
    blocked.removeAll(before.policy.blocks().peers());
    return blocked;
  }

  private static Set<EntryKey> unredistributed(
      Snapshot before, long then, Snapshot after, long now) {
    Set<EntryKey> lost = new HashSet<>();
    for (EntryKey key : before.entries.keySet()) {
      if (before.redistributes(key, then) && !after.redistributes(key, now)) {
        lost.add(key);
      }
    }
    return lost;
  }
}
