package org.trustnet.trust.life;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.trustnet.trust.model.Alarms;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;

/** From when to when things about an entry hold, in trust time. Trust model, sections 1 and 4. */
public final class Windows {
  /** Default of {@code Trust.FrozenGrace}. */
  public static final Duration FROZEN_GRACE = Duration.ofDays(7);

  private Windows() {}

  /**
   * The TTL that counts: the record's, clamped to 24 h to 7 d and to half of cache-lifetime.
   *
   * @param recordTtl what the record says; negative counts as zero
   */
  public static Duration ttl(Duration recordTtl, Duration cacheLifetime) {
    Duration half = cacheLifetime.dividedBy(2);
    Duration most = half.compareTo(Life.MAX_TTL) < 0 ? half : Life.MAX_TTL;
    Duration atLeast = recordTtl.compareTo(Life.MIN_TTL) < 0 ? Life.MIN_TTL : recordTtl;
    return atLeast.compareTo(most) > 0 ? most : atLeast;
  }

  /** When the cached file is not valid any more; a local file always is. */
  public static Instant cacheEnd(ListedEntry entry) {
    if (entry.local()) {
      return Instant.MAX;
    }
    Instant from = entry.life().fetched().orElse(entry.standing().added());
    return Epoch.plus(from, entry.cacheLifetime());
  }

  /** From when the entry is withheld; empty if nothing is wrong with it. */
  public static Optional<Instant> withheldFrom(ListedEntry entry, Duration frozenGrace) {
    Alarms alarms = entry.life().alarms();
    return Stream.of(alarms.unread(), alarms.first().map(at -> Epoch.plus(at, frozenGrace)))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }
}
