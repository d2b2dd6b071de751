package org.trustnet.trustdb;

/** The database cannot be opened, read or written. One line: what, where, what to do. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** A newer program wrote it. */
    NEWER,
    /** Its files are not what was written. */
    DAMAGED,
    /** Another process has it open. */
    LOCKED,
    /** The disk refuses, or is full. */
    IO
  }

  private final Kind kind;

  public DatabaseException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
