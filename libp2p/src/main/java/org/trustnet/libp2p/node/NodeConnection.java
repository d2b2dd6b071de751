package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.StreamException.Kind;
import org.trustnet.libp2p.host.limits.AddressGroup;
import org.trustnet.libp2p.host.limits.ConnectionPermit;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.transport.EventLoops;
import org.trustnet.libp2p.transport.Upgraded;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/** One connection of a {@link HostNode}. */
final class NodeConnection implements Connection {
  private final long id;
  private final Upgraded ends;
  private final long openedNanos;
  private final StreamService service;
  private final ConnectionPermit permit;
  private volatile boolean open = true;
  private volatile Set<String> remoteProtocols = Set.of();

  NodeConnection(
      long id, Upgraded ends, long openedNanos, StreamService service, ConnectionPermit permit) {
    this.id = id;
    this.ends = ends;
    this.openedNanos = openedNanos;
    this.service = service;
    this.permit = permit;
  }

  Loop loop() {
    return ends.loop();
  }

  /** On the loop only. */
  Muxer streamMuxer() {
    return ends.muxer();
  }

  /** What the peer serves, as far as it has told. */
  Set<String> remoteProtocols() {
    return remoteProtocols;
  }

  void remoteProtocols(Set<String> protocols) {
    remoteProtocols = protocols;
  }

  /** Where streams get their places. */
  ConnectionPermit permit() {
    return permit;
  }

  /** The socket is closed. */
  void ended() {
    open = false;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public PeerId peer() {
    return ends.secured().peer();
  }

  @Override
  public PublicKey peerKey() {
    return ends.secured().key();
  }

  @Override
  public Direction direction() {
    return ends.direction();
  }

  @Override
  public Multiaddr remoteAddress() {
    return ends.remote();
  }

  @Override
  public AddressGroup group() {
    return permit.group(remoteAddress());
  }

  @Override
  public Multiaddr localAddress() {
    return ends.local();
  }

  @Override
  public String security() {
    return ends.secured().security();
  }

  @Override
  public String muxer() {
    return ends.muxer().protocol();
  }

  @Override
  public long openedNanos() {
    return openedNanos;
  }

  @Override
  public int streams() {
    return permit.streams();
  }

  @Override
  public Optional<Duration> latency() {
    return ends.muxer().latency();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public Stream open(List<String> protocols, Duration timeout) throws StreamException {
    EventLoops.refuse();
    CompletableFuture<Stream> opened = new CompletableFuture<>();
    OutboundStream outbound = new OutboundStream(this, protocols, service, opened);
    try {
      loop().execute(outbound::start);
      return opened.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new StreamException(Kind.DISCONNECTED, "the host is closed");
    } catch (TimeoutException e) {
      loop().execute(outbound::giveUp);
      throw new StreamException(Kind.TIMEOUT, "no stream for " + protocols + " in " + timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      loop().execute(outbound::giveUp);
      throw new StreamException(Kind.INTERRUPTED, "interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StreamException cause) {
        throw new StreamException(cause.kind(), String.valueOf(cause.getMessage()));
      }
      throw new IllegalStateException("opening a stream failed by a defect", e.getCause());
    }
  }

  @Override
  public void close() {
    open = false;
    try {
      loop().execute(ends.muxer()::close);
    } catch (RejectedExecutionException e) {
      // The loop has ended, and the connection with it.
      ended();
    }
  }

  /** Completes when the socket is closed. */
  CompletableFuture<Void> whenClosed() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    ends.whenClosed(() -> closed.complete(null));
    return closed;
  }

  @Override
  public String toString() {
    return "connection " + id + " with " + peer() + " at " + remoteAddress();
  }
}
