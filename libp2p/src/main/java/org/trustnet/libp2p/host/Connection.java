package org.trustnet.libp2p.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.trustnet.libp2p.host.limits.AddressGroup;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/** A secured and multiplexed connection to one peer. Safe on any thread. */
public interface Connection {
  /** Who dialled. */
  enum Direction {
    INBOUND,
    OUTBOUND
  }

  /** A number that no other connection of this host has had. */
  long id();

  PeerId peer();

  PublicKey peerKey();

  Direction direction();

  /** The address of the other end as we see it, without {@code /p2p}. */
  Multiaddr remoteAddress();

  /** The neighbourhood of the other end, as the host's limits have it. */
  AddressGroup group();

  /** Our own end, without {@code /p2p}. */
  Multiaddr localAddress();

  /** {@code /noise} or {@code /tls/1.0.0}. */
  String security();

  /** For example {@code /yamux/1.0.0}. */
  String muxer();

  /** When it was ready, in nanoseconds of the host's clock. */
  long openedNanos();

  /** How many streams are open, both directions. */
  int streams();

  /** The last round trip of a keep-alive ping; empty before the first, which goes after 30 s. */
  Optional<Duration> latency();

  boolean isOpen();

  /**
   * Opens a stream for the first of {@code protocols} that the peer supports.
   *
   * @throws StreamException if none is supported, a limit is reached, time is up or the connection
   *     ends; an interrupt ends the wait and resets the stream
   */
  Stream open(List<String> protocols, Duration timeout) throws StreamException;

  /** Closes in order: the multiplexer's goodbye, then the socket. Idempotent, does not block. */
  void close();
}
