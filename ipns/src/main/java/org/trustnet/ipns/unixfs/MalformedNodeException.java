package org.trustnet.ipns.unixfs;

/**
 * Bytes are not a dag-pb node or not UnixFS data. Carries no stack trace: it is made for bytes that
 * strangers send.
 */
public final class MalformedNodeException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedNodeException(String message) {
    super(message, null, false, false);
  }
}
