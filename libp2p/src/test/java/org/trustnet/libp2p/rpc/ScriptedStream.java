package org.trustnet.libp2p.rpc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.multiformats.Bytes;

/** A stream whose peer says what a test has laid down, in these pieces, and then ends its side. */
final class ScriptedStream implements Stream {
  private final Deque<Bytes> pieces = new ArrayDeque<>();
  private Bytes written = Bytes.empty();

  /** The virtual time that each read takes, in nanoseconds. */
  long nanosPerRead;

  /** The time, advanced by reads. */
  long nowNanos;

  ScriptedStream says(Bytes piece) {
    pieces.add(piece);
    return this;
  }

  Bytes written() {
    return written;
  }

  int piecesLeft() {
    return pieces.size();
  }

  @Override
  public int read(byte[] target, int offset, int length, Duration timeout) throws StreamException {
    nowNanos += nanosPerRead;
    if (timeout.toNanos() < nanosPerRead) {
      throw new StreamException(StreamException.Kind.TIMEOUT, "time is up");
    }
    Bytes piece = pieces.poll();
    if (piece == null) {
      return -1;
    }
    int count = Math.min(length, piece.length());
    piece.slice(0, count).copyTo(target, offset);
    if (count < piece.length()) {
      pieces.addFirst(piece.slice(count));
    }
    return count;
  }

  @Override
  public void write(Bytes data, Duration timeout) {
    written = Bytes.concat(written, data);
  }

  @Override
  public Connection connection() {
    throw new UnsupportedOperationException("a stream without a connection");
  }

  @Override
  public String protocol() {
    return "/test/1.0.0";
  }

  @Override
  public void closeWrite() {}

  @Override
  public void reset() {}

  @Override
  public void close() {}
}
