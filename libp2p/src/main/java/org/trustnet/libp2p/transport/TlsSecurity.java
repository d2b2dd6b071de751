package org.trustnet.libp2p.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.libp2p.tls.TlsContexts;
import org.trustnet.multiformats.PeerId;

/** TLS 1.3, as transports install it. */
public final class TlsSecurity implements SecurityProtocol {
  private final TlsContexts contexts;
  private final Executor cryptoPool;

  public TlsSecurity(TlsContexts contexts, Executor cryptoPool) {
    this.contexts = contexts;
    this.cryptoPool = cryptoPool;
  }

  @Override
  public String id() {
    return TlsContexts.PROTOCOL;
  }

  @Override
  public List<ChannelHandler> handlers(
      Direction direction, Optional<PeerId> expected, ByteBufAllocator allocator) {
    return direction == Direction.OUTBOUND
        ? contexts.clientHandlers(allocator, expected, cryptoPool)
        : contexts.serverHandlers(allocator, expected, cryptoPool);
  }
}
