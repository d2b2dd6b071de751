package org.trustnet.libp2p.host;

import java.util.Optional;
import org.trustnet.multiformats.Multiaddr;

/**
 * Asked right before each address is dialled, so that whoever causes dials can count and bound
 * them. Called on virtual threads; does not block.
 */
@FunctionalInterface
public interface DialGate {
  /** Lets everything through. */
  DialGate OPEN = address -> Optional.empty();

  /**
   * Why {@code address} is not to be dialled now, one line; empty if it may be, and then it counts
   * as dialled.
   *
   * @param address with an IP address, names were looked up before; without {@code /p2p}
   */
  Optional<String> refusal(Multiaddr address);
}
