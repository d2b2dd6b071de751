package org.trustnet.ipns.record;

/** Why a record is not believed, in the order of the checks. */
public enum Rejection {
  /** Over {@link IpnsRecords#MAX_BYTES}. */
  TOO_LARGE("too large"),
  /** Not the protobuf message. */
  MALFORMED("not an IPNS record"),
  /** No {@code data}: a record of version 1 only. */
  DATA_MISSING("no signed data"),
  /** {@code data} is not a DAG-CBOR map. */
  DATA_MALFORMED("its signed data cannot be read"),
  /** The embedded key, or the one in the name, is not a key. */
  KEY_MALFORMED("its key cannot be read"),
  /** The embedded key is another one than the name's. */
  KEY_MISMATCH("the key of another name"),
  /** Neither the record nor its name carries the key. */
  KEY_MISSING("no key"),
  /** No {@code signatureV2}. */
  SIGNATURE_MISSING("no signature"),
  /** {@code signatureV2} is not the key's over {@code data}. */
  BAD_SIGNATURE("a signature that does not verify"),
  /** A protobuf field differs from the signed one, or the signed one is missing. */
  FIELD_MISMATCH("a field differs from the signed one"),
  /** A kind of validity other than EOL, or none. */
  VALIDITY_TYPE("another validity than an end of life"),
  /** The EOL is missing or no time of RFC 3339. */
  VALIDITY_MALFORMED("its end of life cannot be read"),
  /** After its EOL. */
  EXPIRED("expired"),
  /** The TTL is negative. */
  NEGATIVE_TTL("a negative TTL"),
  /** Value or Sequence is missing or of another type. Not a check of boxo's. */
  INCOMPLETE("incomplete");

  private final String words;

  Rejection(String words) {
    this.words = words;
  }

  /** What it is called where a user reads it. */
  public String words() {
    return words;
  }
}
