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
    MALFORMED("not a message of the protocol"),
    /** A length or count over its limit. */
    TOO_LARGE("too large"),
    /** A valid message at a moment that has no place for it. */
    UNEXPECTED("a message out of place"),
    /** A signature, hash or tag that does not verify. */
    BAD_SIGNATURE("a signature that does not verify"),
    /** Keys that prove another peer than the one asked for. */
    WRONG_PEER("another peer than the one asked for"),
    /** No protocol in common. */
    UNSUPPORTED("no protocol in common"),
    /** More of something than the peer's budget. */
    OVER_BUDGET("at a limit"),
    /** Nothing came in time. */
    TIMEOUT("nothing came in time"),
    /** The peer ended the stream or connection in the middle of an exchange. */
    CUT_OFF("cut off");

    private final String words;

    Code(String words) {
      this.words = words;
    }

    /** What it is called where a user reads it. */
    public String words() {
      return words;
    }
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
