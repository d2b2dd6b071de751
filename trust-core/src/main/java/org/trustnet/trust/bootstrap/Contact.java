package org.trustnet.trust.bootstrap;

import java.util.Locale;
import java.util.Optional;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.decide.Dialling;

/**
 * A peer to be contacted.
 *
 * @param peer who
 * @param source why
 * @param dialling where a list says it is; empty for a remembered peer, dialled as remembered
 */
public record Contact(PeerId peer, Source source, Optional<Dialling> dialling) {
  /** Where a contact comes from. */
  public enum Source {
    REMEMBERED,
    ANCHOR,
    STARTUP,
    BOOTSTRAP,
    LOCAL,
    INBOUND,
    /** Met on our way: a walk through the DHT, or a command, led to it. */
    MET;

    /** The word in metrics. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it ended. */
  public enum Outcome {
    ANSWERED,
    FAILED;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
