package org.trustnet.ipns.blocks;

import java.io.IOException;

/**
 * Content could not be read or written; {@link #failure} says why. An {@link IOException} so that
 * streams can throw it. Carries no stack trace: the cause is in the content or the network.
 */
public final class ContentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient ContentFailure failure;

  public ContentException(ContentFailure failure) {
    super(failure.words());
    this.failure = failure;
  }

  public ContentFailure failure() {
    return failure;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
