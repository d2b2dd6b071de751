package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;

/**
 * Sends each record to the validator of its namespace. Only {@code /pk/} and {@code /ipns/} exist
 * (ipfs/specs kad-dht.md); a key of any other is invalid.
 */
public final class Namespaces implements RecordValidator {
  /** Longest namespace, in characters. */
  private static final int MAX_NAME = 4;

  private final Map<String, RecordValidator> validators;

  private Namespaces(Map<String, RecordValidator> validators) {
    this.validators = Map.copyOf(validators);
  }

  /** Public keys only. */
  public static Namespaces publicKeys() {
    return new Namespaces(Map.of("pk", new PublicKeyValidator()));
  }

  /** Public keys, and IPNS records as {@code ipns} judges them. */
  public static Namespaces withIpns(RecordValidator ipns) {
    return new Namespaces(Map.of("pk", new PublicKeyValidator(), "ipns", ipns));
  }

  /** Whether a key's namespace is known; decides without looking at a value. */
  public boolean knows(Bytes key) {
    return of(key).isPresent();
  }

  @Override
  public Validity validate(Bytes key, Bytes value, Instant now) {
    return of(key)
        .map(validator -> validator.validate(key, value, now))
        .orElseGet(() -> Validity.invalid("a namespace that is not stored here"));
  }

  @Override
  public int select(Bytes key, List<Bytes> values) {
    return of(key).map(validator -> validator.select(key, values)).orElse(0);
  }

  private Optional<RecordValidator> of(Bytes key) {
    int end = 1;
    while (end < key.length() && end <= MAX_NAME + 1 && key.at(end) != '/') {
      end++;
    }
    if (key.isEmpty() || key.at(0) != '/' || end >= key.length() || key.at(end) != '/') {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(validators.get(key.slice(1, end).toUtf8()));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }
}
