package org.trustnet.ipns.cbor;

/** Bytes are not DAG-CBOR. Carries no stack trace: it is made for bytes that strangers send. */
public final class MalformedCborException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedCborException(String message) {
    super(message, null, false, false);
  }
}
