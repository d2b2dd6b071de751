package org.trustnet.libp2p.yamux;

import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.muxer.Muxer;

/**
 * The bytes of all streams of a connection that arrived and are not consumed, within the streams'
 * windows, the connection's budget and the peer's memory. On the session's thread.
 */
final class ReceivedBytes {
  private final int limit;
  private final Muxer.Acceptor acceptor;
  private long unconsumed;

  /** The connection is gone, and nothing is counted to the peer any more. */
  private boolean settled;

  /**
   * None at first.
   *
   * @param limit most bytes of all streams
   * @param acceptor whose memory they take
   */
  ReceivedBytes(int limit, Muxer.Acceptor acceptor) {
    this.limit = limit;
    this.acceptor = acceptor;
  }

  long unconsumed() {
    return unconsumed;
  }

  /**
   * Counts a frame's payload before it is read.
   *
   * @throws WireException if there is no room for it: of the connection beyond the window, which
   *     the peer knows, else of the stream
   */
  void reserve(YamuxStream stream, int length) {
    if (length > stream.receiveWindow) {
      throw WireException.connection(
          WireException.Code.OVER_BUDGET, "yamux: more data than the stream's window");
    }
    if (stream.is(YamuxStream.ENDED)) {
      throw WireException.stream(
          WireException.Code.UNEXPECTED, "yamux: data after the end of the stream");
    }
    if (unconsumed + length > limit) {
      throw WireException.stream(
          WireException.Code.OVER_BUDGET, "yamux: the connection's receive budget is spent");
    }
    if (!acceptor.memory().reserve(length)) {
      throw WireException.stream(
          WireException.Code.OVER_BUDGET, "yamux: the peer's memory budget is spent");
    }
    stream.receiveWindow -= length;
    stream.unconsumed += length;
    unconsumed += length;
  }

  /** The stream's reader took bytes: the peer will be granted as many. */
  void consumed(YamuxStream stream, int bytes) {
    if (settled) {
      return;
    }
    stream.unconsumed -= bytes;
    unconsumed -= bytes;
    acceptor.memory().release(bytes);
    stream.credit += bytes;
  }

  /** The stream is about to be killed: what waits on it is no longer counted. */
  void forget(YamuxStream stream) {
    unconsumed -= stream.unconsumed;
    acceptor.memory().release(stream.unconsumed);
  }

  /** Gives back what streams hold that ended in order before it was read. */
  void settle() {
    if (unconsumed > 0) {
      acceptor.memory().release((int) unconsumed);
      unconsumed = 0;
    }
    settled = true;
  }
}
