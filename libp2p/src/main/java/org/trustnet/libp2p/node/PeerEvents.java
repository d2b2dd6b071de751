package org.trustnet.libp2p.node;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.multiformats.PeerId;

/**
 * Calls to listeners, in order for each peer, on virtual threads: at most one for a peer at a time.
 * A peer for which too much waits gets no new connection; what ends a connection is never dropped.
 */
final class PeerEvents {
  /** Events of one peer that may wait before it gets no new connection. */
  static final int MAX_WAITING = 32;

  private static final Logger LOG = LoggerFactory.getLogger(PeerEvents.class);

  private final Executor threads;
  private final Map<PeerId, ArrayDeque<Runnable>> waiting = new HashMap<>();

  PeerEvents(Executor threads) {
    this.threads = threads;
  }

  /** Whether a new connection of {@code peer} may be announced. */
  synchronized boolean hasRoom(PeerId peer) {
    ArrayDeque<Runnable> queue = waiting.get(peer);
    return queue == null || queue.size() < MAX_WAITING;
  }

  synchronized void post(PeerId peer, Runnable event) {
    ArrayDeque<Runnable> queue = waiting.get(peer);
    if (queue != null) {
      queue.add(event);
      return;
    }
    queue = new ArrayDeque<>(2);
    queue.add(event);
    waiting.put(peer, queue);
    try {
      threads.execute(() -> drain(peer));
    } catch (RejectedExecutionException e) {
      // The host is closing, and its listeners with it.
      waiting.remove(peer);
    }
  }

  private void drain(PeerId peer) {
    for (Runnable event = next(peer); event != null; event = next(peer)) {
      try {
        event.run();
      } catch (RuntimeException e) {
        LOG.error("a listener failed at an event of {}", peer, e);
      }
    }
  }

  private synchronized @org.jspecify.annotations.Nullable Runnable next(PeerId peer) {
    ArrayDeque<Runnable> queue = waiting.get(peer);
    Runnable event = queue == null ? null : queue.poll();
    if (event == null) {
      waiting.remove(peer);
    }
    return event;
  }
}
