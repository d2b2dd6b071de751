package org.trustnet.bootstrap.repo;

/** The repository cannot be used. One line: what, where, what to do. */
public final class RepositoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** There is none at the path. */
    MISSING,
    /** There is one already. */
    EXISTS,
    /** Another process holds it. */
    LOCKED,
    /** The file system refuses. */
    IO,
    /** What is in it cannot be read. */
    DAMAGED,
    /** A secret in it is open to other users. */
    EXPOSED
  }

  private final Kind kind;

  public RepositoryException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
