package org.trustnet.trust.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The user's judgement and how long it holds: {@code trust-lifetime}.
 *
 * @param made when it was made or renewed, trust time
 * @param lifetime how long it holds, positive; empty is {@code infinity}
 */
public record Judgement(Instant made, Optional<Duration> lifetime) {
  /** Longest lifetime that is not infinity: 100 years, so that no sum of times overflows. */
  public static final Duration MAX_LIFETIME = Duration.ofDays(36_525);

  public Judgement {
    lifetime.ifPresent(
        l -> {
          if (l.isNegative() || l.isZero() || l.compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException("a trust-lifetime of " + l);
          }
        });
  }

  public static Judgement forever(Instant made) {
    return new Judgement(made, Optional.empty());
  }

  /** The same lifetime counted from {@code now}. */
  public Judgement renewed(Instant now) {
    return new Judgement(now, lifetime);
  }

  /** The first moment at which it holds no more; empty if never. */
  public Optional<Instant> end() {
    return lifetime.map(made::plus);
  }

  public boolean over(Instant now) {
    return end().map(e -> !now.isBefore(e)).orElse(false);
  }
}
