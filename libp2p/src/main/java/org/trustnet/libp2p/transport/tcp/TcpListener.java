package org.trustnet.libp2p.transport.tcp;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import org.trustnet.multiformats.Multiaddr;

/** A bound listener. */
public final class TcpListener {
  private final Channel channel;
  private final Multiaddr address;

  TcpListener(Channel channel, Multiaddr address) {
    this.channel = channel;
    this.address = address;
  }

  /** Where it is bound, with the real port. */
  public Multiaddr address() {
    return address;
  }

  /** Accepts no more; what was accepted stays. Idempotent, does not block. */
  public void close() {
    Future<?> _ = channel.close();
  }
}
