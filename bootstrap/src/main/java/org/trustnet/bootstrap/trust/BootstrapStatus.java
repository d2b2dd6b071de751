package org.trustnet.bootstrap.trust;

import java.util.Map;
import org.trustnet.trust.bootstrap.BootstrapState;

/**
 * Where the node stands on its way into the network.
 *
 * @param state its stage or state
 * @param answered peers that answered and are still connected
 * @param contacts how many contacts of each source ended how: source, outcome, count
 * @param eclipseSuspects how often a bootstrap peer saw another neighbourhood than our table has
 */
public record BootstrapStatus(
    BootstrapState state,
    int answered,
    Map<String, Map<String, Long>> contacts,
    long eclipseSuspects) {
  public static final BootstrapStatus OFFLINE =
      new BootstrapStatus(BootstrapState.IDLE, 0, Map.of(), 0);

  public BootstrapStatus {
    contacts = Map.copyOf(contacts);
  }
}
