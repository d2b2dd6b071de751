package org.trustnet.libp2p.host.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one peer has, over all its connections. Lives while there is a connection. */
final class PeerCounts {
  final Counter inboundStreams = new Counter();
  final Counter outboundStreams = new Counter();

  final BufferAccount buffers;

  /** Changed only inside {@code compute} of the book's map. */
  int connections;

  // Keys are protocols that this host serves, so their number is the host's own.
  private final Map<String, Counter> protocols = new ConcurrentHashMap<>(4);

  PeerCounts(BufferAccount buffers) {
    this.buffers = buffers;
  }

  Counter protocol(String protocol) {
    return protocols.computeIfAbsent(protocol, _ -> new Counter());
  }
}
