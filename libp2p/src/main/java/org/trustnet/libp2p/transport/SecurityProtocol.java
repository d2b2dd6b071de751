package org.trustnet.libp2p.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.Optional;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.multiformats.PeerId;

/** One way to secure a connection. */
public interface SecurityProtocol {
  /** What is negotiated, for example {@code /noise}. */
  String id();

  /**
   * The handlers for one connection, to be added in this order. The last fires {@link
   * org.trustnet.libp2p.secure.SecuredPeer} as a user event when the peer is proven, and an
   * exception if it cannot be.
   *
   * @param direction who dialled
   * @param expected who must be at the other end; empty where anyone may be
   */
  List<ChannelHandler> handlers(
      Direction direction, Optional<PeerId> expected, ByteBufAllocator allocator);
}
