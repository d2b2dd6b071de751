package org.trustnet.libp2p.host;

import java.util.List;
import org.trustnet.multiformats.Multiaddr;

/** How an attempt to reach a peer ended. */
public sealed interface DialOutcome {
  /** There is a connection. */
  record Connected(Connection connection, boolean reused) implements DialOutcome {}

  /** There is no address to try, or none of a transport we have. */
  record NoAddress() implements DialOutcome {}

  /** The peer, or all its addresses, failed so recently that no new attempt is made. */
  record BackedOff(java.time.Duration left) implements DialOutcome {}

  /** The peer is one we must not connect to, or is ourselves. */
  record Refused(String reason) implements DialOutcome {}

  /** A resource limit forbids a new connection now. */
  record Limited(String limit) implements DialOutcome {}

  /** Every address failed. */
  record Failed(List<Attempt> attempts) implements DialOutcome {
    public Failed {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * One address that failed.
   *
   * @param address what was dialled
   * @param reason why it failed, one line
   */
  record Attempt(Multiaddr address, String reason) {}
}
