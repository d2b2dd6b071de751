package org.trustnet.libp2p.muxer;

import io.netty.buffer.ByteBuf;
import org.trustnet.libp2p.WireException;

/** Hears the events of one {@link MuxedStream}, on its event loop. Must not block. */
public interface StreamListener {
  /**
   * Bytes arrived. The listener owns {@code data} and releases it; it calls {@link
   * MuxedStream#consumed} when it has dealt with them. Data after {@link MuxedStream#reset} is not
   * delivered.
   *
   * @throws WireException if they break the protocol: the muxer resets the stream or closes the
   *     connection, as its scope says
   */
  void onData(ByteBuf data);

  /** The peer ended its side: no more data will come. Our side is still open. */
  void onEnd();

  /** The stream is gone in both directions: the peer reset it, or the connection ended. */
  void onReset();

  /** {@link MuxedStream#writable} is true again. */
  void onWritable();
}
