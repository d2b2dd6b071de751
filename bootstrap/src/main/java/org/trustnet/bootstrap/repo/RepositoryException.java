package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

  /** What the file system refuses at {@code path}, in one line. */
  public static RepositoryException io(Path path, IOException e) {
    return new RepositoryException(Kind.IO, "cannot use " + path + ": " + why(e));
  }

  /** The system's words, where a user would not use them. */
  private static String reason(String system) {
    return switch (system) {
      case "Is a directory" -> "it is a folder";
      case "Not a directory" -> "it stands under what is no folder";
      default -> system;
    };
  }

  /** What {@code e} says, in words. */
  public static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "no permission";
      case FileAlreadyExistsException _ -> "a file of that name is there";
      case FileSystemException known when known.getReason() != null -> reason(known.getReason());
      case IOException plain when plain.getClass() == IOException.class ->
          reason(String.valueOf(plain.getMessage()));
      default -> e.getClass().getSimpleName() + ": " + e.getMessage();
    };
  }
}
