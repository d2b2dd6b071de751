package org.trustnet.bootstrap.operation;

import java.util.List;
import java.util.Map;

/**
 * An operation could not be done, for a reason that is the caller's to know. The message is one
 * line: what failed, why, what to do.
 */
public final class OperationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why; the number is the command line's exit code. */
  public enum Kind {
    FAILED(1),
    USAGE(2),
    NOT_FOUND(3),
    REFUSED(4),
    NO_DAEMON(5),
    /**
     * It loosens trust and was not confirmed: ask the user, then call again with {@code yes} and
     * {@link OperationException#agreement}.
     */
    NEEDS_YES(4),
    /** So much that its key has to be typed again: call again with {@code yes} and {@code key}. */
    NEEDS_KEY(4);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;
  private final transient List<String> details;
  private final transient Map<String, String> agreement;

  public OperationException(Kind kind, String message, List<String> details) {
    this(kind, message, details, Map.of());
  }

  /**
   * @param agreement options that say what it is that a yes agrees to
   */
  public OperationException(
      Kind kind, String message, List<String> details, Map<String, String> agreement) {
    super(message, null, false, false);
    this.kind = kind;
    this.details = List.copyOf(details);
    this.agreement = Map.copyOf(agreement);
  }

  public OperationException(Kind kind, String message) {
    this(kind, message, List.of());
  }

  public static OperationException failed(String message) {
    return new OperationException(Kind.FAILED, message);
  }

  public static OperationException usage(String message) {
    return new OperationException(Kind.USAGE, message);
  }

  public static OperationException notFound(String message) {
    return new OperationException(Kind.NOT_FOUND, message);
  }

  public static OperationException refused(String message) {
    return new OperationException(Kind.REFUSED, message);
  }

  public Kind kind() {
    return kind;
  }

  /** Further lines: what a confirmation would do, where in a file the faults are. */
  public List<String> details() {
    return details;
  }

  /**
   * Options to send along with a yes, which say what the user was asked about: it may be another
   * thing by then, and is asked about again.
   */
  public Map<String, String> agreement() {
    return agreement;
  }
}
