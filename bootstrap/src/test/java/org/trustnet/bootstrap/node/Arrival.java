package org.trustnet.bootstrap.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.limits.AddressGroup;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/**
 * A real connection, told as if a peer had dialled it over the public network: that cannot be had
 * on one machine.
 */
record Arrival(Connection real, PeerId peer, Multiaddr localAddress, Multiaddr remoteAddress)
    implements Connection {
  @Override
  public Direction direction() {
    return Direction.INBOUND;
  }

  @Override
  public long id() {
    return real.id();
  }

  @Override
  public PublicKey peerKey() {
    return real.peerKey();
  }

  @Override
  public AddressGroup group() {
    return real.group();
  }

  @Override
  public String security() {
    return real.security();
  }

  @Override
  public String muxer() {
    return real.muxer();
  }

  @Override
  public long openedNanos() {
    return real.openedNanos();
  }

  @Override
  public int streams() {
    return real.streams();
  }

  @Override
  public Optional<Duration> latency() {
    return real.latency();
  }

  @Override
  public boolean isOpen() {
    return real.isOpen();
  }

  @Override
  public Stream open(List<String> protocols, Duration timeout) throws StreamException {
    return real.open(protocols, timeout);
  }

  @Override
  public void close() {
    real.close();
  }
}
