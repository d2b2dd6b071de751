package org.trustnet.libp2p.host;

import org.trustnet.multiformats.PeerId;

/**
 * What a peer may do, asked by the network stack and answered by whoever decides. Called on event
 * loops: answers at once, without blocking or allocating.
 */
public interface Access {
  /** What the stack asks for. */
  enum Permission {
    /** Have a connection with us at all, whoever dials. */
    CONNECT,
    /** Have its connection kept by the connection manager, and renewed. */
    HOLD_CONNECTION
  }

  boolean permits(PeerId peer, Permission permission);

  /** Everyone may connect and nobody is held: a host without a policy. */
  static Access open() {
    return (peer, permission) -> permission == Permission.CONNECT;
  }
}
