package org.trustnet.trust.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.trust.model.EntryKey;
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
      new Remedy.Finder(snapshot.policy.matrix(), FUNCTION, now)
          .own(view)
          .ifPresent(r -> steps.add(new Step.WouldChange(Remedy.words(r.needs()))));
    }
    return switch (own.weight()) {
      case GIVES, DOES_NOT_GIVE ->
          own.setting() == Overrides.Setting.UNSET
              ? Explanation.Rule.MATRIX
              : Explanation.Rule.OVERRIDE;
      default -> Explanation.Rule.DENY;
    };
  }
}
