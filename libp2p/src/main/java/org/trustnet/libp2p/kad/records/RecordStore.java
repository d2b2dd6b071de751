package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.trustnet.multiformats.Bytes;

/**
 * What a DHT server keeps for others: values and providers. Soft state with a working set in
 * memory: every call answers at once and is safe on any thread, event loops too. An adapter that
 * keeps it on disk loads it when it starts and writes changes behind, at most a few seconds late;
 * what a crash loses, its owners announce again.
 *
 * <p>Validation is done before: what comes in here is believed.
 */
public interface RecordStore {
  /** What became of an offered record. */
  enum Outcome {
    STORED,
    /**
     * The store is full of keys that are nearer to us, or the peer or its address group announces
     * too many.
     */
    FULL,
    /** It is too old already, or larger than the whole store. */
    REFUSED
  }

  /** The value under this key, if it is not too old. */
  Optional<StoredValue> value(Bytes key, Instant now);

  /** Stores a value in place of the one under its key, whatever that is. */
  Outcome put(StoredValue value, Instant now);

  /**
   * Stores a value if the one under its key is still what the caller has compared it with.
   *
   * @param compared what {@link #value} said at the same {@code now}
   * @return as {@link #put}; empty if another is there by now, which is to be compared first
   */
  Optional<Outcome> replace(Optional<StoredValue> compared, StoredValue value, Instant now);

  /** A valid value came that is worse than the one under its key: it is told, and not kept. */
  void outdone(Bytes key, Bytes value);

  /** The providers of a multihash whose announcements are not too old, the latest first. */
  List<Provider> providers(Bytes multihash, Instant now);

  /**
   * Adds a provider, or renews it.
   *
   * @param group the number of the address group that it was heard from; 0 if that is not known
   */
  Outcome addProvider(Bytes multihash, Provider provider, long group, Instant now);

  /** Adds or renews a provider of an earlier run, whose address group is not known any more. */
  default Outcome addProvider(Bytes multihash, Provider provider, Instant now) {
    return addProvider(multihash, provider, 0, now);
  }

  /**
   * Drops what is too old.
   *
   * @return how many records went
   */
  int sweep(Instant now);

  /** How much is there. */
  Totals totals();

  /**
   * How much a store holds.
   *
   * @param values values
   * @param valueBytes bytes of values and their keys
   * @param providerKeys keys with providers
   * @param providers announcements
   * @param providerBytes bytes of heap of announcements and their keys, about
   */
  record Totals(int values, long valueBytes, int providerKeys, int providers, long providerBytes) {}
}
