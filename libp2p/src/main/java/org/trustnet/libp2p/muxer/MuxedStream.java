package org.trustnet.libp2p.muxer;

import io.netty.buffer.ByteBuf;

/** One stream of a multiplexed connection. On the connection's event loop only. */
public interface MuxedStream {
  /** The multiplexer's number of this stream. */
  long id();

  /** Whether the remote side opened it. */
  boolean inbound();

  /** Who hears of this stream's events from now on; data that waits is delivered at once. */
  void listen(StreamListener listener);

  /**
   * Queues {@code data}, which is taken over, behind what is queued already. What the peer's window
   * has no room for waits here; a caller that goes on while {@link #writable} is false is cut off
   * by a reset once twice the high-water mark waits.
   */
  void write(ByteBuf data);

  /** Hands what was written to the socket. */
  void flush();

  /** Whether less than the high-water mark waits to be sent. */
  boolean writable();

  /**
   * Grants the peer the window of {@code bytes} that were delivered and are dealt with. Undelivered
   * credit is what holds a fast sender back.
   */
  void consumed(int bytes);

  /** Ends our side; what was written is still sent. Reading goes on. Idempotent. */
  void closeWrite();

  /** Abandons both directions at once. Idempotent; the listener hears nothing more. */
  void reset();
}
