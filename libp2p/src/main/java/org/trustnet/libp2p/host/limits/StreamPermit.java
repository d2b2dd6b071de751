package org.trustnet.libp2p.host.limits;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One counted stream. Safe on any thread. */
public final class StreamPermit implements AutoCloseable {
  /** What is to be given back: nothing once closed, the protocol's count if it was named. */
  private sealed interface Held {
    record Stream() implements Held {}

    record WithProtocol(Counter protocol) implements Held {}

    record Nothing() implements Held {}
  }

  private static final Held STREAM = new Held.Stream();
  private static final Held NOTHING = new Held.Nothing();

  private final ResourceBook book;
  private final PeerCounts peer;
  private final Counter connection;
  private final Counter ofPeer;
  private final AtomicReference<Held> held = new AtomicReference<>(STREAM);

  StreamPermit(ResourceBook book, PeerCounts peer, Counter connection, Counter ofPeer) {
    this.book = book;
    this.peer = peer;
    this.connection = connection;
    this.ofPeer = ofPeer;
  }

  /**
   * An inbound stream is for this protocol, one of those that the host serves.
   *
   * @return the limit that forbids it; the permit stays as it was
   */
  public Optional<Limit> protocol(String protocol) {
    Counter counter = peer.protocol(protocol);
    if (!counter.enter(book.limits().streams().of(protocol))) {
      return Optional.of(Limit.STREAMS_OF_PROTOCOL);
    }
    if (!held.compareAndSet(STREAM, new Held.WithProtocol(counter))) {
      counter.leave();
    }
    return Optional.empty();
  }

  /** Idempotent. */
  @Override
  public void close() {
    Held before = held.getAndSet(NOTHING);
    if (before instanceof Held.Nothing) {
      return;
    }
    if (before instanceof Held.WithProtocol(Counter protocol)) {
      protocol.leave();
    }
    ofPeer.leave();
    connection.leave();
    book.leaveStream();
  }
}
