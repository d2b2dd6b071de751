package org.trustnet.libp2p.muxer;

import java.time.Duration;
import java.util.Optional;

/** The multiplexer of one connection. On the connection's event loop only. */
public interface Muxer {
  /** Takes the streams that the peer opens. */
  interface Acceptor {
    /**
     * A new inbound stream; the acceptor sets its listener before it returns, or resets it. The
     * muxer has already counted it against the limit on inbound streams.
     */
    void onStream(MuxedStream stream);

    /** Where the bytes that wait on this connection are counted; always the same. */
    default MemoryAccount memory() {
      return MemoryAccount.UNLIMITED;
    }
  }

  /** The protocol ID, for example {@code /yamux/1.0.0}. */
  String protocol();

  /**
   * Opens a stream.
   *
   * @throws TooManyStreams if the peer has not acknowledged as many as it may leave open, or the
   *     connection is closing
   */
  MuxedStream open();

  /** The last round trip to the peer; empty before the first one is measured. On any thread. */
  Optional<Duration> latency();

  int inboundStreams();

  int outboundStreams();

  /** Says goodbye as the protocol does, and resets all streams; the socket is closed after it. */
  void close();

  /** No stream can be opened now. */
  final class TooManyStreams extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyStreams(String message) {
      super(message, null, false, false);
    }
  }
}
