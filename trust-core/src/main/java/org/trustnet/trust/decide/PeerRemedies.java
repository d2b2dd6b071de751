package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;

/**
 * What would turn a denied function of a peer into an allowed one: ways, each of which is enough
 * when all of it is done. Trust model, section 3.
 */
final class PeerRemedies {
  private final Snapshot snapshot;
  private final PeerId peer;
  private final TrustFunction function;
  private final Side side;
  private final long now;
  private final Remedy.Finder finder;
  private final @Nullable PeerView view;

  PeerRemedies(Snapshot snapshot, PeerId peer, TrustFunction function, Side side, long now) {
    this.snapshot = snapshot;
    this.peer = peer;
    this.function = function;
    this.side = side;
    this.now = now;
    this.finder = new Remedy.Finder(snapshot.policy.matrix(), function, now);
    this.view = snapshot.index.find(peer);
  }

  /** One step for each way; none for a function that no peer ever has. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (function.direction() == TrustFunction.Direction.ENTRY) {
      return steps;
    }
    for (List<String> way : ways()) {
      List<String> needs = new ArrayList<>();
      if (snapshot.blocked(peer)) {
        needs.add("trust unblock /p2p/" + peer);
      }
      needs.addAll(way);
      steps.add(new Step.WouldChange(Remedy.words(needs)));
    }
    return steps;
  }

  /** What it takes of a peer that is not blocked, or no longer. */
  private List<List<String>> ways() {
    EntryView direct = view == null ? null : view.direct(now);
    if (direct != null && direct.entry().overrides().of(function) == Overrides.Setting.DENY) {
      return denied(direct);
    }
    return given() ? List.of(List.of()) : vouched();
  }

  private boolean given() {
    boolean vouched = view != null && (view.given(now) & function.bit()) != 0;
    return vouched || snapshot.strangers(side).has(function);
  }

  /** The peer's own entry in force denies it: its {@code -} goes, and someone has to give it. */
  private List<List<String>> denied(EntryView direct) {
    List<String> unset = List.of(finder.unset(direct));
    if (given() || snapshot.policy.matrix().cell(function, direct.entry().level())) {
      return List.of(unset);
    }
    List<List<String>> ways = new ArrayList<>();
    shortest(vouchers().filter(voucher -> voucher.view != direct))
        .filter(remedy -> !remedy.widens())
        .ifPresent(
            remedy -> ways.add(Stream.concat(unset.stream(), remedy.needs().stream()).toList()));
    ways.add(List.of(finder.allow(direct)));
    return ways;
  }

  /** The least that one voucher needs; if that is much, or nothing helps it, another voucher. */
  private List<List<String>> vouched() {
    List<List<String>> ways = new ArrayList<>();
    shortest(vouchers()).ifPresent(remedy -> ways.add(remedy.needs()));
    if (ways.isEmpty() || ways.getFirst().size() > 1) {
      ways.add(List.of(another()));
    }
    return ways;
  }

  private Optional<Remedy> shortest(Stream<Voucher> vouchers) {
    return vouchers.flatMap(voucher -> finder.of(voucher).stream()).min(Remedy.SHORTEST);
  }

  private Stream<Voucher> vouchers() {
    return view == null ? Stream.empty() : Arrays.stream(view.vouchers);
  }

  private String another() {
    String plus = "a +" + function.id();
    String who = vouchers().findAny().isPresent() ? "another entry" : "an entry";
    return snapshot
        .policy
        .matrix()
        .lowest(function)
        .map(l -> who + " at " + Remedy.orAbove(l) + " that names the peer, or " + plus)
        .map(text -> text + " on one that does")
        .orElse(who + " that names the peer, with " + plus + " on it");
  }
}
