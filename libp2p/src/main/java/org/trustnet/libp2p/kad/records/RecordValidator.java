package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.List;
import org.trustnet.multiformats.Bytes;

/**
 * Judges the records of one namespace. Pure: the same arguments give the same answer. May take as
 * long as a signature check takes: not for event loops.
 */
public interface RecordValidator {
  /** Whether a record may be stored and believed. */
  sealed interface Validity {
    /** It may. */
    record Valid() implements Validity {}

    /**
     * It may not.
     *
     * @param reason one line
     */
    record Invalid(String reason) implements Validity {}

    static Validity valid() {
      return new Valid();
    }

    static Validity invalid(String reason) {
      return new Invalid(reason);
    }

    default boolean isValid() {
      return this instanceof Valid;
    }
  }

  /**
   * Judges one record.
   *
   * @param key the whole key with its namespace, in binary
   * @param value what is stored under it
   * @param now what expiry is measured by
   */
  Validity validate(Bytes key, Bytes value, Instant now);

  /**
   * The index of the best value.
   *
   * @param values at least one, all valid
   */
  int select(Bytes key, List<Bytes> values);
}
