package org.trustnet.libp2p.transport;

import io.netty.channel.Channel;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.multiformats.Multiaddr;

/** A connection that is secured and multiplexed. */
public final class Upgraded {
  private final Channel channel;
  private final Upgrade.Ends ends;
  private final SecuredPeer secured;
  private final Muxer muxer;
  private final Loop loop;

  Upgraded(Channel channel, Upgrade.Ends ends, SecuredPeer secured, Muxer muxer) {
    this.channel = channel;
    this.ends = ends;
    this.secured = secured;
    this.muxer = muxer;
    this.loop = new Loop(channel.eventLoop());
  }

  /** Who dialled. */
  public Direction direction() {
    return ends.direction();
  }

  /** Our end. */
  public Multiaddr local() {
    return ends.local();
  }

  /** The other end. */
  public Multiaddr remote() {
    return ends.remote();
  }

  /** Who is at the other end. */
  public SecuredPeer secured() {
    return secured;
  }

  /** Its streams; on the loop only. */
  public Muxer muxer() {
    return muxer;
  }

  /** Where it lives. */
  public Loop loop() {
    return loop;
  }

  /** Runs {@code action} on the loop once the socket is closed, at once if it is. */
  public void whenClosed(Runnable action) {
    channel.closeFuture().addListener(_ -> action.run());
  }
}
