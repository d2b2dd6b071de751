package org.trustnet.multiformats;

/**
 * A text or a byte string is not the multiformat it was read as. The message names the value and
 * what is wrong with it; it is fit to be shown to a user. Carries no stack trace: it is made for
 * bytes that strangers send.
 */
public final class MultiformatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MultiformatException(String message) {
    super(message, null, false, false);
  }
}
