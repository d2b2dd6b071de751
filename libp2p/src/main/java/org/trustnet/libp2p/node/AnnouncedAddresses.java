package org.trustnet.libp2p.node;

import java.util.List;
import java.util.function.Supplier;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

/**
 * What a host announces, kept from one {@link #renew} to the next: whoever asks for it, a peer's
 * request on an event loop among them, costs no question to the operating system. Safe on any
 * thread.
 */
final class AnnouncedAddresses {
  private final Announce announce;
  private final Supplier<List<Multiaddr>> bound;
  private final Supplier<List<IpAddress>> interfaces;
  private volatile List<Multiaddr> kept;

  /**
   * What is announced without any listener, until it is renewed.
   *
   * @param announce what is told beside and instead of the bound addresses
   * @param bound where the listeners are bound now
   * @param interfaces asks the operating system for the addresses of the machine; may take a while
   */
  AnnouncedAddresses(
      Announce announce, Supplier<List<Multiaddr>> bound, Supplier<List<IpAddress>> interfaces) {
    this.announce = announce;
    this.bound = bound;
    this.interfaces = interfaces;
    this.kept = announce.of(List.of(), List.of());
  }

  /** As of the last renewal; does not change. Does not block. */
  List<Multiaddr> addresses() {
    return kept;
  }

  /**
   * Makes them anew. Looks at the interfaces only if a listener is bound to all of them. Not on an
   * event loop.
   */
  synchronized void renew() {
    List<Multiaddr> listening = bound.get();
    boolean everywhere = listening.stream().anyMatch(Announce::isUnspecified);
    kept = announce.of(listening, everywhere ? interfaces.get() : List.of());
  }
}
