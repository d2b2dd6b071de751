package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;

/** Tells how a decision comes about, in the order of the rules. Any thread. */
public final class Explainer {
  private final Snapshot snapshot;
  private final PeerId peer;
  private final TrustFunction function;
  private final Side side;
  private final long now;
  private final List<Step> steps = new ArrayList<>();

  private Explainer(Snapshot snapshot, PeerId peer, TrustFunction function, Side side, long now) {
    this.snapshot = snapshot;
    this.peer = peer;
    this.function = function;
    this.side = side;
    this.now = now;
  }

  /**
   * Explains {@code snapshot.allows(peer, function, asked, now)}.
   *
   * @param now trust time in milliseconds
   */
  public static Explanation explain(
      Snapshot snapshot, PeerId peer, TrustFunction function, Side asked, long now) {
    return new Explainer(snapshot, peer, function, function.side(asked), now).explanation();
  }

  private Explanation explanation() {
    Explanation.Rule rule = rule();
    boolean allowed = snapshot.allows(peer, function, side, now);
    if (allowed && side == Side.RELY) {
      remotes();
    }
    if (!allowed && rule != Explanation.Rule.OURSELVES) {
      steps.addAll(new PeerRemedies(snapshot, peer, function, side, now).steps());
    }
    if (function.direction() == TrustFunction.Direction.BOTH && side == Side.GRANT) {
      steps.add(new Step.OurSide(function, snapshot.allows(peer, function, Side.RELY, now)));
    }
    if (!built(function)) {
      steps.add(new Step.NoProtocolYet(function));
    }
    return new Explanation(allowed, function, side, peer, snapshot.level(peer, now), rule, steps);
  }

  /** Where it is dialled, and what its vouchers give that is not used. */
  private void remotes() {
    new PeerQuestions(snapshot, now)
        .dialling(peer, function, side)
        .ifPresent(where -> steps.add(new Step.Dialled(where)));
    PeerView view = snapshot.index.find(peer);
    for (Voucher voucher : view == null ? new Voucher[0] : view.vouchers) {
      voucher.dropped.forEach(
          remote -> steps.add(new Step.Dropped(voucher.view.entry().standing().label(), remote)));
    }
  }

  static boolean built(TrustFunction function) {
    return switch (function) {
      case BOOTSTRAP, CONNECT_ON_STARTUP, HOLD_CONNECTION -> true;
      default -> false;
    };
  }

  private Explanation.Rule rule() {
    if (snapshot.policy.self().filter(peer::equals).isPresent()) {
      steps.add(new Step.Ourselves(peer));
      return Explanation.Rule.OURSELVES;
    }
    PeerView view = snapshot.index.find(peer);
    if (snapshot.blocked(peer)) {
      steps.add(new Step.Blocked(peer));
      unblocked(view);
      return Explanation.Rule.BLOCKED;
    }
    if (function.direction() == TrustFunction.Direction.ENTRY) {
      steps.add(new Step.EntryOnly(function));
      return Explanation.Rule.DENY;
    }
    boolean overridden = directOverride(view);
    boolean given = vouchers(view);
    if (overridden) {
      return Explanation.Rule.DIRECT_OVERRIDE;
    }
    return given ? Explanation.Rule.VOUCHER : byDefault();
  }

  /** What would be looked at without the block. */
  private void unblocked(@Nullable PeerView view) {
    if (function.direction() == TrustFunction.Direction.ENTRY) {
      steps.add(new Step.EntryOnly(function));
      return;
    }
    var _ = directOverride(view);
    var _ = vouchers(view);
  }

  private boolean directOverride(@Nullable PeerView view) {
    EntryView direct = view == null ? null : view.direct(now);
    if (direct == null) {
      return false;
    }
    Overrides.Setting setting = direct.entry().overrides().of(function);
    if (setting == Overrides.Setting.UNSET) {
      return false;
    }
    steps.add(new Step.DirectOverride(direct.entry().label(), direct.key(), setting));
    return true;
  }

  private boolean vouchers(@Nullable PeerView view) {
    if (view == null) {
      steps.add(new Step.Unknown(peer));
      return false;
    }
    Weighing weighing = new Weighing(snapshot.policy.matrix(), function, now);
    boolean given = false;
    for (Voucher voucher : view.vouchers) {
      Step.Vouch vouch = weighing.vouch(voucher);
      steps.add(vouch);
      given |= vouch.weight() == Step.Weight.GIVES;
    }
    return given;
  }

  private Explanation.Rule byDefault() {
    boolean opens = snapshot.strangers(side).has(function);
    steps.add(new Step.Default(function, opens));
    return opens ? Explanation.Rule.DEFAULT : Explanation.Rule.DENY;
  }
}
