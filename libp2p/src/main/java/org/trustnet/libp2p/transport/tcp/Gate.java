package org.trustnet.libp2p.transport.tcp;

import java.util.Optional;
import org.trustnet.libp2p.transport.UpgradeListener;
import org.trustnet.multiformats.Multiaddr;

/** Admits inbound raw connections, or does not. On an event loop; must not block. */
@FunctionalInterface
public interface Gate {
  /**
   * A connection from {@code remote} was accepted by the kernel.
   *
   * @param close closes it, on any thread and at once; its listener hears that as its end. Does
   *     nothing once it is closed
   * @return who hears of its upgrade; empty to have it closed at once
   */
  Optional<UpgradeListener> admit(Multiaddr remote, Runnable close);
}
