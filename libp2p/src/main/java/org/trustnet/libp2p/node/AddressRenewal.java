package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.multiformats.PeerId;

/**
 * Lets live on, as long as peers are connected, what they told of their addresses: they tell it
 * again only when it changes.
 */
final class AddressRenewal {
  private final ConnectionTable connections;
  private final AddressBook book;
  private final Duration life;
  private final LongSupplier nanos;
  private final AtomicLong last;

  /**
   * @param life of addresses that were told just now
   * @param nanos monotonic nanoseconds
   */
  AddressRenewal(ConnectionTable connections, AddressBook book, Duration life, LongSupplier nanos) {
    this.connections = connections;
    this.book = book;
    this.life = life;
    this.nanos = nanos;
    this.last = new AtomicLong(nanos.getAsLong());
  }

  /** Tells the book whether the peer is connected, after each change of the table. Any thread. */
  synchronized void changed(PeerId peer) {
    if (connections.all(peer) > 0) {
      book.connected(peer);
    } else {
      book.disconnected(peer, life);
    }
  }

  /** Renews them if a third of their life has passed since the last time. Any thread. */
  void lookAfter() {
    long now = nanos.getAsLong();
    long before = last.get();
    if (now - before >= life.toNanos() / 3 && last.compareAndSet(before, now)) {
      connections.peers().forEach(peer -> book.renew(peer, life));
    }
  }
}
