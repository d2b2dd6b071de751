package org.trustnet.trust.model;

import java.time.Instant;

/**
 * What the user says about a party: the part that every entry has.
 *
 * @param label the user's name for it, unique
 * @param level how much it is trusted
 * @param overrides its {@code trusted-functions}
 * @param judgement when that was judged and how long it holds
 * @param suspension whether it counts at the moment
 * @param origin where the key came from
 * @param added when the entry was made here, trust time
 * @param sharing whether it may be passed on to others
 * @param note the user's own words, at most {@link TrustEntry#MAX_NOTE} characters
 */
public record Standing(
    Label label,
    TrustLevel level,
    Overrides overrides,
    Judgement judgement,
    Suspension suspension,
    Origin origin,
    Instant added,
    Sharing sharing,
    String note) {

  /** Whether the user suspended the entry. */
  public enum Suspension {
    ACTIVE,
    SUSPENDED
  }

  /** Whether an entry may be shown to others: the {@code private} option. */
  public enum Sharing {
    SHARED,
    PRIVATE
  }

  public Standing {
    if (note.length() > TrustEntry.MAX_NOTE) {
      throw new IllegalArgumentException("a note of more than " + TrustEntry.MAX_NOTE);
    }
  }

  /** A new judgement of this level without overrides, lasting for ever. */
  public static Standing of(Label label, TrustLevel level, Origin origin, Instant now) {
    return new Standing(
        label,
        level,
        Overrides.NONE,
        Judgement.forever(now),
        Suspension.ACTIVE,
        origin,
        now,
        Sharing.SHARED,
        "");
  }

  public boolean suspended() {
    return suspension == Suspension.SUSPENDED;
  }

  public Standing withLevel(TrustLevel to) {
    return new Standing(label, to, overrides, judgement, suspension, origin, added, sharing, note);
  }

  public Standing withOverrides(Overrides to) {
    return new Standing(label, level, to, judgement, suspension, origin, added, sharing, note);
  }

  public Standing withJudgement(Judgement to) {
    return new Standing(label, level, overrides, to, suspension, origin, added, sharing, note);
  }

  public Standing withSuspension(Suspension to) {
    return new Standing(label, level, overrides, judgement, to, origin, added, sharing, note);
  }

  public Standing withSharing(Sharing to) {
    return new Standing(label, level, overrides, judgement, suspension, origin, added, to, note);
  }

  public Standing withNote(String to) {
    return new Standing(label, level, overrides, judgement, suspension, origin, added, sharing, to);
  }
}
