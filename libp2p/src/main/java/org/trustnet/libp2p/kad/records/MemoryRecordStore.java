package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * A record store in memory: by itself, or as the working set of one on disk, which fills it by
 * {@link #put} and {@link #addProvider} when it starts and writes behind what {@link RecordChanges}
 * hears.
 *
 * <p>When it is full, the record whose key is farthest from our own goes first, and a record that
 * is farther than all others is not taken: we are asked for what is near us, and a flood of made-up
 * keys can push out only what lies farther than they do. Of the providers of one key the one that
 * was renewed longest ago goes first. What we announce ourselves is not here: {@link
 * org.trustnet.libp2p.kad.Kad.Tools}.
 *
 * <p>Every call holds the monitor for microseconds, {@link #sweep} for as long as it takes to walk
 * over everything once.
 */
public final class MemoryRecordStore implements RecordStore {
  private final ValueShelf values;
  private final ProviderShelf providers;
  private final RecordChanges changes;

  public MemoryRecordStore(PeerId self, RecordLimits limits, RecordChanges changes) {
    KadKey place = KadKey.of(self);
    values = new ValueShelf(place, limits, changes);
    providers = new ProviderShelf(place, limits, changes);
    this.changes = changes;
  }

  @Override
  public synchronized Optional<StoredValue> value(Bytes key, Instant now) {
    return values.find(key, now);
  }

  @Override
  public synchronized Outcome put(StoredValue value, Instant now) {
    return values.put(value, now);
  }

  @Override
  public synchronized Optional<Outcome> replace(
      Optional<StoredValue> compared, StoredValue value, Instant now) {
    return values.find(value.key(), now).equals(compared)
        ? Optional.of(values.put(value, now))
        : Optional.empty();
  }

  @Override
  public void outdone(Bytes key, Bytes value) {
    changes.outdone(key, value);
  }

  @Override
  public synchronized List<Provider> providers(Bytes multihash, Instant now) {
    return providers.find(multihash, now);
  }

  @Override
  public synchronized Outcome addProvider(
      Bytes multihash, Provider provider, long group, Instant now) {
    return providers.add(multihash, KeptProvider.of(provider, group), now);
  }

  @Override
  public synchronized int sweep(Instant now) {
    return values.sweep(now) + providers.sweep(now);
  }

  @Override
  public synchronized Totals totals() {
    return new Totals(
        values.count(), values.bytes(), providers.keys(), providers.count(), providers.bytes());
  }
}
