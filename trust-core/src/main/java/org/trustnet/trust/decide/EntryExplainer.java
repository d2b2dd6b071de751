package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.TrustFunction;

/** Tells how the decision about a function comes about that is granted to an entry. Any thread. */
public final class EntryExplainer {
  private static final TrustFunction FUNCTION = TrustFunction.REDISTRIBUTE_IPNS;

  private final Snapshot snapshot;
  private final EntryView view;
  private final long now;
  private final List<Step> steps = new ArrayList<>();

  private EntryExplainer(Snapshot snapshot, EntryView view, long now) {
    this.snapshot = snapshot;
    this.view = view;
    this.now = now;
  }

  /**
   * Explains {@code snapshot.redistributes(key, now)}.
   *
   * @param now trust time in milliseconds
   * @return empty if the snapshot has no such entry
   */
  public static Optional<EntryExplanation> explain(Snapshot snapshot, EntryKey key, long now) {
    return Optional.ofNullable(snapshot.entries.get(key))
        .map(view -> new EntryExplainer(snapshot, view, now).explanation());
  }

  private EntryExplanation explanation() {
    Explanation.Rule rule = rule();
    if (!Explainer.built(FUNCTION)) {
      steps.add(new Step.NoProtocolYet(FUNCTION));
    }
    return new EntryExplanation(
        view.redistributes(now),
        FUNCTION,
        view.entry().label(),
        view.key(),
        view.entry().level(),
        rule,
        steps);
  }

  private Explanation.Rule rule() {
    if (view.direct) {
      steps.add(new Step.EntryOnly(FUNCTION));
      return Explanation.Rule.DENY;
    }
    Step.Vouch own = new Weighing(snapshot.policy.matrix(), FUNCTION, now).own(view);
    steps.add(own);
    if (own.weight() != Step.Weight.GIVES) {
      wouldChange(own);
    }
    return switch (own.weight()) {
      case GIVES, DOES_NOT_GIVE ->
          own.setting() == Overrides.Setting.UNSET
              ? Explanation.Rule.MATRIX
              : Explanation.Rule.OVERRIDE;
      default -> Explanation.Rule.DENY;
    };
  }

  /** All that it takes; nothing for what no command and no publisher can change. */
  private void wouldChange(Step.Vouch own) {
    boolean local = view.listed().filter(ListedEntry::local).isPresent();
    if (local || own.weight() == Step.Weight.REVOKED) {
      return;
    }
    List<String> needs = new ArrayList<>();
    if (view.blockedName) {
      view.listed()
          .flatMap(ListedEntry::name)
          .ifPresent(name -> needs.add("trust unblock /ipns/" + name.toName()));
    }
    if (view.entry().standing().suspended()) {
      needs.add("trust resume");
    }
    if (now >= view.trustEnd) {
      needs.add("trust renew");
    }
    if (!view.hasFile() || view.withheld(now) || view.overAge(now)) {
      needs.add("a refresh that brings the file of its newest record");
    }
    if ((view.gives & FUNCTION.bit()) == 0) {
      needs.add(given(own));
    }
    steps.add(new Step.WouldChange(String.join(", and ", needs)));
  }

  private String given(Step.Vouch own) {
    if (own.setting() == Overrides.Setting.DENY && own.cell()) {
      return "no -" + FUNCTION.id() + " on it";
    }
    String level =
        own.setting() == Overrides.Setting.DENY
            ? ""
            : snapshot
                .policy
                .matrix()
                .lowest(FUNCTION)
                .map(l -> "the level " + l.id() + " or above, or ")
                .orElse("");
    return level + "a +" + FUNCTION.id() + " on it";
  }
}
