package org.trustnet.bootstrap.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a caller takes no more of the answer: he hung up, stopped reading, or was
 * broken off. Apart from other errors of input and output, which are answered: a full disk is the
 * caller's to know.
 */
final class CallerGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  CallerGoneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The one that {@code fault} comes from, if it does. */
  static @Nullable CallerGoneException in(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof CallerGoneException gone) {
        return gone;
      }
    }
    return null;
  }
}
