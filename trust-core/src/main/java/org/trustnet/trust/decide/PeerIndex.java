package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.file.CachedFile;
import org.trustnet.trust.file.Node;
import org.trustnet.trust.file.NodeHistory;
import org.trustnet.trust.life.Epoch;
import org.trustnet.trust.model.DirectEntry;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.TrustLevel;

/** Who says what about whom: 256 shards by the last byte of the peer ID, shared where unchanged. */
final class PeerIndex {
  static final int SHARDS = 256;

  private final List<Map<PeerId, PeerView>> shards;
  private final int vouchers;

  private PeerIndex(List<Map<PeerId, PeerView>> shards, int vouchers) {
    this.shards = List.copyOf(shards);
    this.vouchers = vouchers;
  }

  static PeerIndex empty() {
    return new PeerIndex(Collections.nCopies(SHARDS, Map.of()), 0);
  }

  static int shardOf(PeerId peer) {
    return peer.encode().unsigned(peer.encode().length() - 1);
  }

  @Nullable PeerView find(PeerId peer) {
    return shards.get(shardOf(peer)).get(peer);
  }

  Map<PeerId, PeerView> shard(int number) {
    return shards.get(number);
  }

  /** How many (entry, node) pairs are indexed. */
  int vouchers() {
    return vouchers;
  }

  /**
   * This index without what {@code gone} say, with what {@code come} say instead.
   *
   * @param gone views that no longer hold
   * @param come views that hold now
   */
  PeerIndex replaced(Collection<EntryView> gone, Collection<EntryView> come, Policy policy) {
    Map<PeerId, List<Voucher>> added = new HashMap<>();
    come.forEach(view -> collect(view, policy, added));
    Map<PeerId, List<Voucher>> touched = new HashMap<>(added);
    Set<EntryKey> keys = new java.util.HashSet<>();
    for (EntryView view : gone) {
      keys.add(view.key());
      peersOf(view).forEach(peer -> touched.putIfAbsent(peer, List.of()));
    }
    List<Map<PeerId, PeerView>> next = new ArrayList<>(shards);
    int[] count = {vouchers};
    Map<Integer, Map<PeerId, PeerView>> open = new HashMap<>();
    touched.forEach(
        (peer, more) -> {
          Map<PeerId, PeerView> shard =
              open.computeIfAbsent(shardOf(peer), n -> new HashMap<>(shards.get(n)));
          count[0] += replace(shard, peer, keys, more);
        });
    open.forEach(next::set);
    return new PeerIndex(next, count[0]);
  }

  private static int replace(
      Map<PeerId, PeerView> shard, PeerId peer, Set<EntryKey> gone, List<Voucher> come) {
    PeerView old = shard.get(peer);
    List<Voucher> left = old == null ? new ArrayList<>() : old.without(gone);
    left.addAll(come);
    if (left.isEmpty()) {
      shard.remove(peer);
    } else {
      shard.put(peer, new PeerView(peer, left));
    }
    return left.size() - (old == null ? 0 : old.vouchers.length);
  }

  private static List<PeerId> peersOf(EntryView view) {
    if (view.entry() instanceof DirectEntry direct) {
      return List.of(direct.peer());
    }
    return view.holding.file().stream().flatMap(f -> f.file().nodes()).map(Node::peer).toList();
  }

  private static void collect(EntryView view, Policy policy, Map<PeerId, List<Voucher>> into) {
    if (view.entry() instanceof DirectEntry direct) {
      add(direct.peer(), ofDirect(view, direct), policy, into);
      return;
    }
    Optional<CachedFile> file = view.holding.file();
    if (file.isEmpty()) {
      return;
    }
    Policy.RemoteScope scope =
        view.entry().level() == TrustLevel.ULTIMATE ? Policy.RemoteScope.ANY : policy.scope();
    Map<PeerId, Long> since = since(file.get().history());
    file.get()
        .file()
        .nodes()
        .forEach(node -> add(node.peer(), ofNode(view, node, scope, since), policy, into));
  }

  private static void add(
      PeerId peer, Voucher voucher, Policy policy, Map<PeerId, List<Voucher>> into) {
    if (policy.self().filter(peer::equals).isEmpty()) {
      into.computeIfAbsent(peer, p -> new ArrayList<>(2)).add(voucher);
    }
  }

  private static Voucher ofDirect(EntryView view, DirectEntry direct) {
    RemoteRules.Judged judged =
        RemoteRules.judge(direct.remotes(), direct.peer(), Policy.RemoteScope.ANY);
    return new Voucher(view, "", judged, false, Long.MIN_VALUE);
  }

  private static Voucher ofNode(
      EntryView view, Node node, Policy.RemoteScope scope, Map<PeerId, Long> since) {
    RemoteRules.Judged judged = RemoteRules.judge(node.remotes(), node.peer(), scope);
    long from = since.getOrDefault(node.peer(), Long.MIN_VALUE);
    return new Voucher(view, node.label(), judged, node.strict(), from);
  }

  private static Map<PeerId, Long> since(NodeHistory history) {
    Map<PeerId, Long> since = new HashMap<>();
    for (NodeHistory.Span span : history.spans()) {
      if (span.current()) {
        since.put(span.peer(), Epoch.millis(span.inForce()));
      }
    }
    return since;
  }
}
