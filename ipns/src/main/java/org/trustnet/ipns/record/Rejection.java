package org.trustnet.ipns.record;

/** Why a record is not believed, in the order of the checks. */
public enum Rejection {
  /** Over {@link IpnsRecords#MAX_BYTES}. */
  TOO_LARGE,
  /** Not the protobuf message. */
  MALFORMED,
  /** No {@code data}: a record of version 1 only. */
  DATA_MISSING,
  /** {@code data} is not a DAG-CBOR map. */
  DATA_MALFORMED,
  /** The embedded key, or the one in the name, is not a key. */
  KEY_MALFORMED,
  /** The embedded key is another one than the name's. */
  KEY_MISMATCH,
  /** Neither the record nor its name carries the key. */
  KEY_MISSING,
  /** No {@code signatureV2}. */
  SIGNATURE_MISSING,
  /** {@code signatureV2} is not the key's over {@code data}. */
  BAD_SIGNATURE,
  /** A protobuf field differs from the signed one, or the signed one is missing. */
  FIELD_MISMATCH,
  /** A kind of validity other than EOL, or none. */
  VALIDITY_TYPE,
  /** The EOL is missing or no time of RFC 3339. */
  VALIDITY_MALFORMED,
  /** After its EOL. */
  EXPIRED,
  /** The TTL is negative. */
  NEGATIVE_TTL,
  /** Value or Sequence is missing or of another type. Not a check of boxo's. */
  INCOMPLETE
}
