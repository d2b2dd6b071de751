package org.trustnet.bootstrap.answers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.multiformats.PeerId;

/** What peers said of themselves lately. */
public final class PeerAgents implements HostListener {
  /** Peers remembered; those not heard of longest go first. */
  static final int MAX_PEERS = 8_192;

  private final Cache<PeerId, Identity> identities =
      Caffeine.newBuilder().maximumSize(MAX_PEERS).build();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition heard = lock.newCondition();

  @Override
  public void onIdentified(Connection connection, Identity identity) {
    identities.put(identity.peer(), identity);
    lock.lock();
    try {
      heard.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the peer has said something of itself, or time is up. */
  void await(PeerId peer, Duration timeout) throws InterruptedException {
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (identity(peer).isEmpty() && left > 0) {
        left = heard.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  Optional<Identity> identity(PeerId peer) {
    return Optional.ofNullable(identities.getIfPresent(peer));
  }

  Optional<String> agent(PeerId peer) {
    return identity(peer).map(Identity::agent);
  }
}
