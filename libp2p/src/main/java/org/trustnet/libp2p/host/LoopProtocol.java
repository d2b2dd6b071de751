package org.trustnet.libp2p.host;

import java.time.Duration;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;

/**
 * Serves inbound streams of a protocol on the event loop, without a thread. For protocols whose
 * answer is computed at once from memory. Internal to {@code libp2p}.
 */
@FunctionalInterface
public interface LoopProtocol {
  /** A stream that has been silent for this long is not worth its place. */
  Duration DEFAULT_IDLE = Duration.ofSeconds(60);

  /**
   * A peer opened a stream for this protocol and negotiation is done.
   *
   * @param loop the event loop of the connection, which is the calling thread
   * @return who hears of the stream's events from now on
   */
  StreamListener accept(MuxedStream stream, Connection connection, Loop loop);

  /** How long the peer may be silent on such a stream before the host resets it. */
  default Duration idleTimeout() {
    return DEFAULT_IDLE;
  }
}
