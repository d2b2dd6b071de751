package org.trustnet.ipns.car;

import java.io.IOException;

/** A stream is not a CAR of version 1, or a block in it does not fit its CID. */
public final class MalformedCarException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedCarException(String message) {
    super(message);
  }

  /** No stack trace: it is made for bytes that strangers send. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
