package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.model.TrustLevel;

/**
 * Everything that decisions are made from, at one moment: immutable, shared by all threads through
 * one volatile reference of its holder. Trust model, section 3.
 *
 * <p>Every {@code now} is trust time in milliseconds since 1970.
 */
public final class Snapshot {
  /** Most indexed nodes, counted per entry that lists them: trust model, section 10. */
  public static final int MAX_NODES = 1_000_000;

  private static final int RELY_DEFAULTS =
      Functions.of(TrustFunction.AUTONAT, TrustFunction.USE_AS_RELAY).bits();
  private static final Functions ASKED_AS_GRANT = asked(Side.GRANT);
  private static final Functions ASKED_AS_RELY = asked(Side.RELY);

  final Policy policy;
  final Map<EntryKey, EntryView> entries;
  final PeerIndex index;
  private final @Nullable PeerId self;
  private final Set<PeerId> blocked;

  private Snapshot(Policy policy, Map<EntryKey, EntryView> entries, PeerIndex index) {
    this.policy = policy;
    this.entries = Map.copyOf(entries);
    this.index = index;
    this.self = policy.self().orElse(null);
    this.blocked = policy.blocks().peers();
  }

  /** A snapshot without entries. */
  public static Snapshot empty(Policy policy) {
    return new Snapshot(policy, Map.of(), PeerIndex.empty());
  }

  /** A snapshot of these entries; none of them counts as looked up in this run. */
  public static Snapshot of(Policy policy, Collection<Holding> holdings) {
    return empty(policy).with(holdings, Set.of());
  }

  /**
   * This snapshot after a change. Only the shards of peers that a changed entry names or named are
   * rebuilt.
   *
   * @param changed entries as they are now, new or replaced
   * @param removed keys of entries that are no more
   */
  public Snapshot with(Collection<Holding> changed, Collection<EntryKey> removed) {
    Map<EntryKey, EntryView> next = new HashMap<>(entries);
    List<EntryView> gone = new ArrayList<>();
    List<EntryView> come = new ArrayList<>();
    for (EntryKey key : removed) {
      EntryView old = next.remove(key);
      if (old != null) {
        gone.add(old);
      }
    }
    for (Holding holding : changed) {
      EntryView old = entries.get(holding.key());
      EntryView view = new EntryView(holding, policy, old != null && old.answered);
      if (next.put(holding.key(), view) != null && old != null) {
        gone.add(old);
      }
      come.add(view);
    }
    return new Snapshot(policy, next, index.replaced(gone, come, policy));
  }

  /** This snapshot under another policy. */
  public Snapshot with(Policy other) {
    if (policy.sameIndex(other)) {
      return new Snapshot(other, entries, index);
    }
    Map<EntryKey, EntryView> next = new HashMap<>();
    entries.forEach(
        (key, view) -> next.put(key, new EntryView(view.holding, other, view.answered)));
    return new Snapshot(other, next, PeerIndex.empty().replaced(List.of(), next.values(), other));
  }

  /**
   * This snapshot after a lookup of {@code keys} in this run was answered by at least one peer:
   * from then on their cache-lifetime is judged. Section 4, trust time.
   */
  public Snapshot answered(Collection<EntryKey> keys) {
    Map<EntryKey, EntryView> next = new HashMap<>(entries);
    List<EntryView> gone = new ArrayList<>();
    List<EntryView> come = new ArrayList<>();
    for (EntryKey key : Set.copyOf(keys)) {
      EntryView old = entries.get(key);
      if (old != null && !old.answered) {
        EntryView view = new EntryView(old.holding, policy, true);
        gone.add(old);
        come.add(view);
        next.put(key, view);
      }
    }
    return come.isEmpty() ? this : new Snapshot(policy, next, index.replaced(gone, come, policy));
  }

  /**
   * Whether {@code peer} may have (or be relied on for) {@code function}. Total, allocates nothing.
   *
   * @param asked from which side; counts only for functions that have both
   */
  public boolean allows(PeerId peer, TrustFunction function, Side asked, long now) {
    return (verdict(peer, function.side(asked), now) & function.bit()) != 0;
  }

  /**
   * {@link #allows(PeerId, TrustFunction, Side, long)} asked as a grant where there is a choice.
   */
  public boolean allows(PeerId peer, TrustFunction function, long now) {
    return allows(peer, function, Side.GRANT, now);
  }

  /** All functions that {@code peer} is allowed from one side. */
  public Functions allowed(PeerId peer, Side side, long now) {
    Functions meaningful = side == Side.GRANT ? ASKED_AS_GRANT : ASKED_AS_RELY;
    return new Functions(verdict(peer, side, now)).and(meaningful);
  }

  /** What a peer that no entry names is allowed from one side: {@code Trust.Default}. */
  public Functions strangers(Side side) {
    return new Functions(defaults(side)).and(side == Side.GRANT ? ASKED_AS_GRANT : ASKED_AS_RELY);
  }

  private int verdict(PeerId peer, Side side, long now) {
    if (own(peer) || blocked.contains(peer)) {
      return 0;
    }
    PeerView view = index.find(peer);
    if (view == null) {
      return defaults(side);
    }
    int bits = view.given(now) | defaults(side);
    EntryView direct = view.direct(now);
    return direct == null ? bits : (bits | direct.directAllowed) & ~direct.directDenied;
  }

  private boolean own(PeerId peer) {
    return self != null && peer.equals(self);
  }

  private int defaults(Side side) {
    int bits = policy.defaults().bits();
    return side == Side.GRANT ? bits : bits & RELY_DEFAULTS;
  }

  /** Whether there is to be no connection with {@code peer}, either way. */
  public boolean blocked(PeerId peer) {
    return blocked.contains(peer);
  }

  /** Whether the IPNS name is never to be resolved. */
  public boolean nameBlocked(PeerId name) {
    return policy.blocks().names().contains(name);
  }

  /** The highest level among the peer's vouchers; empty is {@code none}. */
  public Optional<TrustLevel> level(PeerId peer, long now) {
    PeerView view = own(peer) ? null : index.find(peer);
    return view == null ? Optional.empty() : Optional.ofNullable(view.level(now));
  }

  /** {@code redistribute-ipns}: whether the record and file of this entry are kept alive. */
  public boolean redistributes(EntryKey key, long now) {
    EntryView view = entries.get(key);
    return view != null && view.redistributes(now);
  }

  /** Whether an entry counts: in force, and not withheld. */
  public boolean inForce(EntryKey key, long now) {
    EntryView view = entries.get(key);
    return view != null && view.inForce(now);
  }

  /** Whether an entry gives only what we rely on. */
  public boolean withheld(EntryKey key, long now) {
    EntryView view = entries.get(key);
    return view != null && view.withheld(now);
  }

  public Policy policy() {
    return policy;
  }

  /** The entry with this key and its file. */
  public Optional<Holding> holding(EntryKey key) {
    return Optional.ofNullable(entries.get(key)).map(v -> v.holding);
  }

  /** All entries with their files, in no order. */
  public List<Holding> holdings() {
    return entries.values().stream().map(v -> v.holding).toList();
  }

  /**
   * The first moment after {@code now} at which time alone changes a decision, in milliseconds of
   * trust time; {@link Long#MAX_VALUE} if never.
   */
  public long nextChange(long now) {
    long next = Long.MAX_VALUE;
    for (EntryView view : entries.values()) {
      next = Math.min(next, view.nextChange(now));
    }
    return next;
  }

  /** How many nodes are indexed, counted per entry that lists them. */
  public int indexedNodes() {
    return index.vouchers();
  }

  /** All peers that some entry names, in force or not; without ourselves. */
  public List<PeerId> peers() {
    List<PeerId> all = new ArrayList<>();
    for (int shard = 0; shard < PeerIndex.SHARDS; shard++) {
      all.addAll(index.shard(shard).keySet());
    }
    return all;
  }

  private static Functions asked(Side side) {
    List<TrustFunction> functions = new ArrayList<>();
    for (TrustFunction function : TrustFunction.values()) {
      if (function.direction() != TrustFunction.Direction.ENTRY && function.side(side) == side) {
        functions.add(function);
      }
    }
    return Functions.of(functions);
  }
}
