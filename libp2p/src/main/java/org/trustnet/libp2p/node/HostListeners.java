package org.trustnet.libp2p.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.multiformats.PeerId;

/** Who hears of what happens on a host, in order for each peer. Safe on any thread. */
final class HostListeners {
  /** Listeners to events at most: the parts of a node are few. */
  static final int MAX_LISTENERS = 64;

  private final PeerEvents events;
  private final List<HostListener> listeners = new CopyOnWriteArrayList<>();

  HostListeners(PeerEvents events) {
    this.events = events;
  }

  /**
   * Adds one.
   *
   * @throws IllegalStateException if there are {@link #MAX_LISTENERS}
   */
  void add(HostListener listener) {
    if (listeners.size() >= MAX_LISTENERS) {
      throw new IllegalStateException("more than " + MAX_LISTENERS + " listeners");
    }
    listeners.add(listener);
  }

  /** Whether a new connection of {@code peer} may be announced. */
  boolean hasRoom(PeerId peer) {
    return events.hasRoom(peer);
  }

  /** Tells all of them, soon; does not block. */
  void tell(PeerId about, Consumer<HostListener> event) {
    for (HostListener listener : listeners) {
      events.post(about, () -> event.accept(listener));
    }
  }
}
