package org.trustnet.cli.json;

import org.jspecify.annotations.Nullable;

/** What was read is not JSON, or broke off. */
public final class JsonFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JsonFault(@Nullable String message) {
    super(message, null, false, false);
  }
}
