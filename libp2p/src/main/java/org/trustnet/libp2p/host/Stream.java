package org.trustnet.libp2p.host;

import java.time.Duration;
import org.trustnet.multiformats.Bytes;

/**
 * A stream to a peer's protocol, for code written as a sequence on a virtual thread. One thread may
 * read while another writes. An interrupt resets the stream.
 */
public interface Stream extends AutoCloseable {
  Connection connection();

  /** The protocol that both sides agreed on. */
  String protocol();

  /**
   * Reads at least one byte, at most {@code length}.
   *
   * @return how many bytes, or -1 once the peer has ended its side
   * @throws StreamException if it was reset, time is up or the connection ended
   */
  int read(byte[] target, int offset, int length, Duration timeout) throws StreamException;

  /**
   * Writes all of {@code data}, waiting while the peer's window is full.
   *
   * @throws StreamException if it was reset, time is up or the connection ended
   */
  void write(Bytes data, Duration timeout) throws StreamException;

  /** Ends our side; what was written is still sent. Idempotent. */
  void closeWrite();

  /** Abandons both directions. Idempotent. */
  void reset();

  /**
   * Ends the stream: our side is closed; if the peer has not ended its side, what it still sends is
   * thrown away. Idempotent, does not block.
   */
  @Override
  void close();
}
