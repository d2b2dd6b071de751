package org.trustnet.libp2p.transport.tcp;

import java.time.Duration;
import org.trustnet.libp2p.transport.EventLoops;

/**
 * TCP's own limits.
 *
 * @param connectTimeout for the TCP handshake; go-libp2p's value
 * @param io what carries the sockets
 */
public record TcpConfig(Duration connectTimeout, EventLoops.Io io) {
  /** Connections that the kernel completes and keeps for us. */
  public static final int BACKLOG = 1_024;

  /**
   * Bytes in a socket's write buffer above which the multiplexer stops filling it; low, because
   * what waits there cannot be taken back when a stream is reset.
   */
  public static final int WRITE_HIGH_WATER = 64 * 1024;

  /** Bytes at which it goes on. */
  public static final int WRITE_LOW_WATER = 32 * 1024;

  public TcpConfig {
    if (!connectTimeout.isPositive()) {
      throw new IllegalArgumentException("the connect timeout must be positive");
    }
  }

  public static TcpConfig defaults() {
    return new TcpConfig(Duration.ofSeconds(5), EventLoops.Io.FASTEST);
  }
}
