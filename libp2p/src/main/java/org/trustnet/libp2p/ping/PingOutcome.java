package org.trustnet.libp2p.ping;

import java.time.Duration;

/** How a ping ended. */
public sealed interface PingOutcome {
  /** The peer answered. */
  record Answered(Duration roundTrip) implements PingOutcome {}

  /** It did not. */
  record Unanswered(PingFailure why) implements PingOutcome {}
}
