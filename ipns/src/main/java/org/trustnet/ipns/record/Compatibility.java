package org.trustnet.ipns.record;

/** Which readers a new record is for. */
public enum Compatibility {
  /** Also those that know version 1 only; what boxo and Kubo write by default. */
  V1_AND_V2,
  /** Only those that verify {@code signatureV2}. */
  V2_ONLY
}
