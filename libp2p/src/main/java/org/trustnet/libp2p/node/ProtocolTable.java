package org.trustnet.libp2p.node;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.host.LoopProtocol;
import org.trustnet.libp2p.host.StreamHandler;

/**
 * The protocols that inbound streams may ask for. Read on event loops through one volatile
 * reference; written rarely, under the lock.
 */
final class ProtocolTable {
  /** Protocols served at most; an identify message has room for these and more. */
  static final int MAX_PROTOCOLS = 256;

  /** Who serves a protocol, and its open inbound streams. */
  static final class Served {
    private final @Nullable LoopProtocol onLoop;
    private final @Nullable StreamHandler onThread;
    private final Set<Runnable> resets = ConcurrentHashMap.newKeySet();

    private Served(@Nullable LoopProtocol onLoop, @Nullable StreamHandler onThread) {
      this.onLoop = onLoop;
      this.onThread = onThread;
    }

    @Nullable LoopProtocol onLoop() {
      return onLoop;
    }

    @Nullable StreamHandler onThread() {
      return onThread;
    }

    /** How each open stream is reset; bounded by the limits on inbound streams. */
    Set<Runnable> resets() {
      return resets;
    }
  }

  private volatile Map<String, Served> served = Map.of();

  void add(String protocol, StreamHandler handler) {
    add(protocol, new Served(null, handler));
  }

  void add(String protocol, LoopProtocol handler) {
    add(protocol, new Served(handler, null));
  }

  private synchronized void add(String protocol, Served handler) {
    Map<String, Served> next = new TreeMap<>(served);
    if (next.put(protocol, handler) == null && next.size() > MAX_PROTOCOLS) {
      throw new IllegalStateException("more than " + MAX_PROTOCOLS + " protocols");
    }
    served = next;
  }

  /** Who served it until now. */
  synchronized @Nullable Served remove(String protocol) {
    Map<String, Served> next = new TreeMap<>(served);
    Served removed = next.remove(protocol);
    served = next;
    return removed;
  }

  @Nullable Served find(String protocol) {
    return served.get(protocol);
  }

  boolean has(String protocol) {
    return served.containsKey(protocol);
  }

  /** Sorted. */
  Set<String> names() {
    return new TreeSet<>(served.keySet());
  }
}
