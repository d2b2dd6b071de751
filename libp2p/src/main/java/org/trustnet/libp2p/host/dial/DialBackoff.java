package org.trustnet.libp2p.host.dial;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * Remembers what failed lately: a peer's address, and a peer of which all failed. After n failures
 * in a row there is no attempt for 5 s + n² s, at most 5 min; go-libp2p's {@code DialBackoff}.
 * Bounded: what failed least lately is forgotten. Safe on any thread.
 */
public final class DialBackoff {
  /** Peers whose failures are remembered, about 150 bytes each. */
  public static final int MAX_PEERS = 4_096;

  /** Addresses whose failures are remembered, about 200 bytes each. */
  public static final int MAX_ADDRESSES = 16_384;

  static final Duration BASE = Duration.ofSeconds(5);
  static final Duration STEP = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(5);

  private record Failures(int count, long untilNanos) {}

  private record PeerAddress(PeerId peer, Multiaddr address) {}

  private final Map<PeerId, Failures> peers = bounded(MAX_PEERS);
  private final Map<PeerAddress, Failures> addresses = bounded(MAX_ADDRESSES);

  private static <K> Map<K, Failures> bounded(int limit) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, Failures> eldest) {
        return size() > limit;
      }
    };
  }

  /** How long no attempt at the peer is to be made; zero if one may be. */
  public synchronized Duration left(PeerId peer, long nowNanos) {
    return left(peers.get(peer), nowNanos);
  }

  /** The same for one of its addresses. */
  public synchronized Duration left(PeerId peer, Multiaddr address, long nowNanos) {
    return left(addresses.get(new PeerAddress(peer, address)), nowNanos);
  }

  public synchronized void failed(PeerId peer, long nowNanos) {
    fail(peers, peer, nowNanos);
  }

  public synchronized void failed(PeerId peer, Multiaddr address, long nowNanos) {
    fail(addresses, new PeerAddress(peer, address), nowNanos);
  }

  /** The peer was reached at {@code address}. */
  public synchronized void succeeded(PeerId peer, Multiaddr address) {
    peers.remove(peer);
    addresses.remove(new PeerAddress(peer, address));
  }

  /** The peer connected to us: it is worth an attempt again. */
  public synchronized void clear(PeerId peer) {
    peers.remove(peer);
  }

  /** A user names an address of the peer: both are worth an attempt again. */
  public synchronized void clear(PeerId peer, Multiaddr address) {
    peers.remove(peer);
    addresses.remove(new PeerAddress(peer, address));
  }

  synchronized int size() {
    return peers.size() + addresses.size();
  }

  private static <K> void fail(Map<K, Failures> map, K key, long nowNanos) {
    Failures before = map.remove(key);
    int count = before == null ? 0 : Math.min(before.count + 1, 1_000);
    Duration pause = BASE.plus(STEP.multipliedBy((long) count * count));
    Duration bounded = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    map.put(key, new Failures(count, nowNanos + bounded.toNanos()));
  }

  private static Duration left(@Nullable Failures failures, long nowNanos) {
    return failures == null || failures.untilNanos - nowNanos <= 0
        ? Duration.ZERO
        : Duration.ofNanos(failures.untilNanos - nowNanos);
  }
}
