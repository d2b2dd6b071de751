package org.trustnet.trust.bootstrap;

import java.time.Duration;
import java.util.Locale;

/** Where a node stands on its way into the network. Trust model, section 8. */
public enum BootstrapState {
  /** Not started. */
  IDLE(Duration.ZERO),
  /** Stage 1: remembered peers, anchors, connect-on-startup peers. */
  REMEMBERED(Duration.ofSeconds(5)),
  /** Stage 2: a sample of the peers allowed bootstrap. */
  SAMPLE(Duration.ofSeconds(10)),
  /** Stage 3: the rest of them. */
  REST(Duration.ofSeconds(30)),
  /** Stage 4: local discovery. */
  LOCAL(Duration.ofSeconds(10)),
  /** MinPeers answered, one of them trusted for it or they are spread widely enough. */
  BOOTSTRAPPED(Duration.ofMinutes(10)),
  /** Somebody answered, not enough. */
  PARTIAL(Duration.ofMinutes(10)),
  /** Nobody answered: perhaps the first one. */
  ALONE(Duration.ofMinutes(10));

  private final Duration time;

  BootstrapState(Duration time) {
    this.time = time;
  }

  /** How long a stage has, or when a state is tried again. */
  public Duration time() {
    return time;
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean stage() {
    return switch (this) {
      case REMEMBERED, SAMPLE, REST, LOCAL -> true;
      case IDLE, BOOTSTRAPPED, PARTIAL, ALONE -> false;
    };
  }
}
