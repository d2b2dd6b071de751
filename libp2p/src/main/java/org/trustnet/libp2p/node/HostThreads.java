package org.trustnet.libp2p.node;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.trustnet.libp2p.transport.CryptoPool;
import org.trustnet.libp2p.transport.EventLoops;

/**
 * The threads of one host: event loops for the wire, a pool for handshakes, virtual threads for
 * whatever waits. An edge: here threads are made.
 */
final class HostThreads implements AutoCloseable {
  /** How long handlers and listeners may take to end, at close, before they are interrupted. */
  private static final Duration HANDLERS_END = Duration.ofSeconds(1);

  private final EventLoops loops;
  private final CryptoPool crypto;
  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();

  HostThreads(HostConfig.Wire wire) {
    this.loops = EventLoops.start(wire.loops(), wire.tcp().io());
    this.crypto = new CryptoPool(wire.cryptoThreads());
  }

  EventLoops loops() {
    return loops;
  }

  CryptoPool crypto() {
    return crypto;
  }

  /** A virtual thread for each task. */
  ExecutorService virtual() {
    return virtual;
  }

  @Override
  public void close() {
    virtual.shutdown();
    try {
      if (!virtual.awaitTermination(HANDLERS_END.toMillis(), TimeUnit.MILLISECONDS)) {
        virtual.shutdownNow();
      }
    } catch (InterruptedException e) {
      virtual.shutdownNow();
      Thread.currentThread().interrupt();
    }
    loops.close();
    crypto.close();
  }
}
