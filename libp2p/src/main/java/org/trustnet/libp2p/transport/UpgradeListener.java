package org.trustnet.libp2p.transport;

import java.util.Optional;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.muxer.Muxer;

/**
 * Hears how an upgrade ends: by exactly one of {@code upgraded} and {@code failed}. On the
 * connection's event loop.
 */
public interface UpgradeListener {
  /** The socket is connected; the upgrade begins. Before all else. */
  default void opened() {}

  /** The peer has begun to speak as it should; perhaps more than once. */
  default void heard() {}

  /**
   * The connection is ready.
   *
   * @return who takes the peer's streams; empty to have the connection closed
   */
  Optional<Muxer.Acceptor> upgraded(Upgraded connection);

  /** It came to nothing; the socket is closed. */
  void failed(WireException.Code code, String why);
}
