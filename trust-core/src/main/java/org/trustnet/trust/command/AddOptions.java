package org.trustnet.trust.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.trustnet.trust.model.Judgement;
import org.trustnet.trust.model.Label;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Origin;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Standing;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.model.UpdatePolicy;

/**
 * Options of {@code trust add}.
 *
 * @param label {@code --label}; empty means one made of the key
 * @param level {@code --level}
 * @param overrides {@code --allow} and {@code --deny}
 * @param lifetime {@code --lifetime}; empty is infinity
 * @param cacheLifetime {@code --cache-lifetime}, for entries with a file
 * @param update {@code --update}, for entries with a file
 * @param sharing {@code --private}
 */
public record AddOptions(
    Optional<String> label,
    TrustLevel level,
    Overrides overrides,
    Optional<Duration> lifetime,
    Duration cacheLifetime,
    UpdatePolicy update,
    Standing.Sharing sharing) {

  /** Only a level; everything else by default. */
  public static AddOptions at(TrustLevel level) {
    return new AddOptions(
        Optional.empty(),
        level,
        Overrides.NONE,
        Optional.empty(),
        ListedEntry.DEFAULT_CACHE,
        UpdatePolicy.GUARD,
        Standing.Sharing.SHARED);
  }

  public AddOptions labelled(String text) {
    return new AddOptions(
        Optional.of(text), level, overrides, lifetime, cacheLifetime, update, sharing);
  }

  public AddOptions withOverrides(Overrides to) {
    return new AddOptions(label, level, to, lifetime, cacheLifetime, update, sharing);
  }

  public AddOptions withCacheLifetime(Duration to) {
    return new AddOptions(label, level, overrides, lifetime, to, update, sharing);
  }

  /** What the user says, made now. */
  Standing standing(Label checked, Origin origin, Instant now) {
    return Standing.of(checked, level, origin, now)
        .withOverrides(overrides)
        .withJudgement(new Judgement(now, lifetime))
        .withSharing(sharing);
  }
}
