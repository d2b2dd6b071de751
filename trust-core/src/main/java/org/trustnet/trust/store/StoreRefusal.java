package org.trustnet.trust.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The store could not write and has changed nothing. Its message is one line for the user: what,
 * where, what to do.
 */
public final class StoreRefusal extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  public StoreRefusal(String message, Exception cause) {
    super(message, new IOException(cause));
  }
}
