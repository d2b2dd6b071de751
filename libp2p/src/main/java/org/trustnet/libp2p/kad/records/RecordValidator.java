package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
     * It may not any more: all but its time is in order, so whose key it is did make it.
     *
     * @param reason one line
     */
    record Expired(String reason) implements Validity {}

    /**
     * It may not, and never might.
     *
     * @param reason one line
     */
    record Invalid(String reason) implements Validity {}

    static Validity valid() {
      return new Valid();
    }

    static Validity expired(String reason) {
      return new Expired(reason);
    }

    static Validity invalid(String reason) {
      return new Invalid(reason);
    }

    default boolean isValid() {
      return this instanceof Valid;
    }

    /** Why it may not be stored, in one line; empty if it may. */
    default Optional<String> objection() {
      return switch (this) {
        case Valid() -> Optional.empty();
        case Expired(String reason) -> Optional.of(reason);
        case Invalid(String reason) -> Optional.of(reason);
      };
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
   * @param values at least one, all valid or expired
   */
  int select(Bytes key, List<Bytes> values);
}
