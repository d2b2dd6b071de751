package org.trustnet.libp2p.transport.tcp;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import org.trustnet.multiformats.Multiaddr;

/** A bound listener, which takes nobody in until {@link #accept}. Safe on any thread. */
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

  /** Takes in from now on who has come already and whoever comes. Idempotent, does not block. */
  public void accept() {
    channel.config().setAutoRead(true);
  }

  /** Accepts no more; what was accepted stays. Idempotent, does not block. */
  public void close() {
    Future<?> _ = channel.close();
  }
}
