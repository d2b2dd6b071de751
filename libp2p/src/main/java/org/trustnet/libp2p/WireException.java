package org.trustnet.libp2p;

/**
 * A peer broke a protocol. Says which rule and how far the damage goes; the handler that meets it
 * resets the stream or closes the connection. Carries no stack trace: it is made for bytes that
 * strangers send.
 */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a violation costs. */
  public enum Scope {
    /** The stream is reset, the connection stays. */
    STREAM,
    /** The connection is closed. */
    CONNECTION
  }

  /** Which kind of rule was broken. */
  public enum Code {
    /** Bytes that are not a message of the protocol. */
    MALFORMED,
    /** A length or count over its limit. */
    TOO_LARGE,
    /** A valid message at a moment that has no place for it. */
    UNEXPECTED,
    /** A signature, hash or tag that does not verify. */
    BAD_SIGNATURE,
    /** Keys that prove another peer than the one asked for. */
    WRONG_PEER,
    /** No protocol in common. */
    UNSUPPORTED,
    /** More of something than the peer's budget. */
    OVER_BUDGET,
    /** Nothing came in time. */
    TIMEOUT,
    /** The peer ended the stream or connection in the middle of an exchange. */
    CUT_OFF
  }

  private final Code code;
  private final Scope scope;

  public WireException(Code code, Scope scope, String message) {
    super(message, null, false, false);
    this.code = code;
    this.scope = scope;
  }

  /** A violation that costs the stream. */
  public static WireException stream(Code code, String message) {
    return new WireException(code, Scope.STREAM, message);
  }

  /** A violation that costs the connection. */
  public static WireException connection(Code code, String message) {
    return new WireException(code, Scope.CONNECTION, message);
  }

  public Code code() {
    return code;
  }

  public Scope scope() {
    return scope;
  }
}
