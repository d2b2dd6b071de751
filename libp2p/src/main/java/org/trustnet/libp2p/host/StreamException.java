package org.trustnet.libp2p.host;

import java.io.IOException;

/** A stream could not be opened, read or written. The kind says why. */
public final class StreamException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why a stream failed. */
  public enum Kind {
    /** The peer supports none of the protocols asked for. */
    UNSUPPORTED,
    /** The peer abandoned the stream before it agreed on a protocol. */
    REFUSED,
    /** The peer, or we, abandoned the stream. */
    RESET,
    /** The time given was not enough. */
    TIMEOUT,
    /** The connection ended, or there is none. */
    DISCONNECTED,
    /** A limit of ours or of the multiplexer forbids it now. */
    LIMITED,
    /** The waiting thread was interrupted. */
    INTERRUPTED,
    /** The peer sent what the protocol does not allow. */
    PROTOCOL
  }

  private final Kind kind;

  public StreamException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
