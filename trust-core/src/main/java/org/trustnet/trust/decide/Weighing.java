package org.trustnet.trust.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.life.EntryState;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Matrix;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustFunction;

/**
 * What an entry's word is worth for a function, as a step of an explanation. Trust model, section
 * 3.
 *
 * @param now trust time in milliseconds
 */
record Weighing(Matrix matrix, TrustFunction function, long now) {
  /** What an entry says of a peer that it names. */
  Step.Vouch vouch(Voucher voucher) {
    EntryView view = voucher.view;
    Step.Weight weight =
        outOfForce(view).orElseGet(() -> now < voucher.inForce ? Step.Weight.HELD : inForce(view));
    return step(view, voucher.nodeLabel, weight);
  }

  /** What an entry says of itself: of a function that is granted to the entry. */
  Step.Vouch own(EntryView view) {
    return step(view, "", outOfForce(view).orElseGet(() -> ownInForce(view)));
  }

  private Step.Weight ownInForce(EntryView view) {
    if (view.redistributes(now)) {
      return Step.Weight.GIVES;
    }
    if (view.listed().filter(ListedEntry::local).isPresent()) {
      return Step.Weight.NO_RECORD;
    }
    return inForce(view);
  }

  private Step.Vouch step(EntryView view, String node, Step.Weight weight) {
    Instant at = Instant.ofEpochMilli(now);
    Standing standing = view.entry().standing();
    return new Step.Vouch(
        standing.label(),
        view.key(),
        node,
        standing.level(),
        standing.overrides().of(function),
        matrix.cell(function, standing.level()),
        EntryState.of(view.holding, at),
        EntryFlag.of(view.holding, at),
        view.withheld(now),
        weight,
        age(view, at),
        standing.origin());
  }

  private static Optional<Duration> age(EntryView view, Instant at) {
    return view.listed().filter(l -> !l.local()).map(l -> Duration.between(basis(l), at));
  }

  private static Instant basis(ListedEntry entry) {
    return entry.life().fetched().orElse(entry.standing().added());
  }

  /** Why the entry does not count at all; empty if it is in force. */
  private Optional<Step.Weight> outOfForce(EntryView view) {
    if (view.listed().filter(l -> l.life().revoked()).isPresent()) {
      return Optional.of(Step.Weight.REVOKED);
    }
    if (view.blockedName) {
      return Optional.of(Step.Weight.NAME_BLOCKED);
    }
    if (view.entry().standing().suspended()) {
      return Optional.of(Step.Weight.SUSPENDED);
    }
    if (now >= view.trustEnd) {
      return Optional.of(Step.Weight.TRUST_EXPIRED);
    }
    if (view.inForce(now)) {
      return Optional.empty();
    }
    return Optional.of(view.hasFile() ? Step.Weight.EXPIRED : Step.Weight.NO_FILE);
  }

  private Step.Weight inForce(EntryView view) {
    if ((view.given(now) & function.bit()) != 0) {
      return Step.Weight.GIVES;
    }
    if ((view.gives & function.bit()) == 0) {
      return Step.Weight.DOES_NOT_GIVE;
    }
    return view.overAge(now) ? Step.Weight.OVER_AGE : Step.Weight.WITHHELD;
  }
}
