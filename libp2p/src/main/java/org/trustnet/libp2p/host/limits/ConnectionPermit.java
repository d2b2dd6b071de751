package org.trustnet.libp2p.host.limits;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * One counted connection: half open until {@link #attach}, gone with {@link #close}. Its streams
 * give their permits back themselves, before or after. Safe on any thread.
 */
public final class ConnectionPermit implements AutoCloseable {
  private final ResourceBook book;
  private final HalfOpenPlace place;
  private final Runnable direction;
  private final Counter inboundStreams = new Counter();
  private final Counter outboundStreams = new Counter();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable PeerId peer;
  private volatile @Nullable PeerCounts counts;

  /**
   * A permit for one connection.
   *
   * @param place its half-open place
   * @param direction gives everything else back that goes with the direction
   */
  ConnectionPermit(ResourceBook book, HalfOpenPlace place, Runnable direction) {
    this.book = book;
    this.place = place;
    this.direction = direction;
  }

  /** The peer has sent something: others that are silent lose their half-open places before it. */
  public void heard() {
    place.heard();
  }

  /**
   * The peer has proved its key: the connection is no longer half open and counts for the peer.
   *
   * @return the limit that forbids it; the permit must then be closed
   * @throws IllegalStateException if it was called before or the permit is closed
   */
  public synchronized Optional<Limit> attach(PeerId remote) {
    if (counts != null || closed.get()) {
      throw new IllegalStateException("attached before, or closed");
    }
    PeerCounts attached = book.attach(remote);
    if (attached == null) {
      return Optional.of(Limit.CONNECTIONS_OF_PEER);
    }
    if (!place.leave()) {
      book.detach(remote);
      return Optional.of(Limit.HALF_OPEN);
    }
    peer = remote;
    counts = attached;
    return Optional.empty();
  }

  /** The peer opened a stream. */
  public Admission<StreamPermit> inboundStream() {
    PeerCounts of = attached();
    return stream(
        inboundStreams,
        of.inboundStreams,
        Limit.INBOUND_STREAMS_OF_CONNECTION,
        Limit.INBOUND_STREAMS_OF_PEER);
  }

  /** We are to open a stream. */
  public Admission<StreamPermit> outboundStream() {
    PeerCounts of = attached();
    return stream(
        outboundStreams,
        of.outboundStreams,
        Limit.OUTBOUND_STREAMS_OF_CONNECTION,
        Limit.OUTBOUND_STREAMS_OF_PEER);
  }

  /**
   * The address group of the connection's other end.
   *
   * @param remote an IP address and a port
   */
  public AddressGroup group(Multiaddr remote) {
    return AddressGroup.of(remote, book.limits().groups().loopback());
  }

  /** What the peer keeps in memory, over all its connections. */
  public BufferAccount buffers() {
    return attached().buffers;
  }

  public int streams() {
    return inboundStreams.value() + outboundStreams.value();
  }

  private PeerCounts attached() {
    PeerCounts of = counts;
    if (of == null) {
      throw new IllegalStateException("no peer is attached");
    }
    return of;
  }

  private Admission<StreamPermit> stream(
      Counter connection, Counter ofPeer, Limit connectionLimit, Limit peerLimit) {
    ResourceLimits.Streams limits = book.limits().streams();
    if (!book.enterStream()) {
      return new Admission.Refused<>(Limit.STREAMS);
    }
    if (!connection.enter(limits.perConnection())) {
      book.leaveStream();
      return new Admission.Refused<>(connectionLimit);
    }
    if (!ofPeer.enter(limits.perPeer())) {
      connection.leave();
      book.leaveStream();
      return new Admission.Refused<>(peerLimit);
    }
    return new Admission.Granted<>(new StreamPermit(book, attached(), connection, ofPeer));
  }

  /** Gives everything back but the streams. Idempotent. */
  @Override
  public synchronized void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (peer == null) {
      boolean _ = place.leave();
    } else {
      book.detach(peer);
    }
    direction.run();
    book.closed();
  }
}
