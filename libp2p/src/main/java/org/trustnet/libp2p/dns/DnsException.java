package org.trustnet.libp2p.dns;

import java.io.IOException;

/** A name could not be looked up. That it does not exist is no failure but an empty answer. */
public final class DnsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** No server answered in time. */
    TIMEOUT,
    /** A server could not be reached, or refused, or failed. */
    SERVER,
    /** An answer that is none. */
    MALFORMED,
    /** The name is none. */
    BAD_NAME,
    /** The thread was interrupted. */
    INTERRUPTED
  }

  private final Kind kind;

  DnsException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
