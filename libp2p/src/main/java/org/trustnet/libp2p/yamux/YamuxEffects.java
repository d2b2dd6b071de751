package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;

/**
 * What a {@link YamuxSession} wants done. Called on the session's thread; never calls back into the
 * session before it returns.
 */
interface YamuxEffects {
  /** Whether the socket takes more now. When it does again, {@link YamuxSession#pump} is called. */
  boolean writable();

  /**
   * Sends a header. {@code length} bytes of {@link #payload} follow if the type is DATA; it is a
   * value of its own otherwise.
   */
  void frame(int type, int flags, int stream, int length);

  /** Sends a piece of the payload of the last header; takes {@code piece} over. */
  void payload(ByteBuf piece);

  /**
   * Calls {@link YamuxSession#pump} soon: after the burst of reads or the task that is under way.
   */
  void wake();

  /**
   * Sends what was written and closes the connection. Nothing is sent after it.
   *
   * @param fault what the peer did, or null for an orderly end
   */
  void close(@Nullable WireException fault);
}
