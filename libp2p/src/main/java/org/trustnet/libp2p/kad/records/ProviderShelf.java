package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.kad.records.RecordStore.Outcome;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/** The providers of a {@link MemoryRecordStore}, under its monitor. */
final class ProviderShelf {
  /** One key's providers, the one that was renewed longest ago first. */
  private record Key(KadKey place, LinkedHashMap<PeerId, KeptProvider> providers) {}

  private final KadKey self;
  private final RecordLimits.Providers limits;
  private final RecordLimits.Ages ages;
  private final RecordChanges changes;
  private final Map<Bytes, Key> byKey = new HashMap<>();

  private final TreeMap<KadKey, Bytes> byDistance;

  private final Map<PeerId, Integer> keysOf = new HashMap<>();

  /** Announcements by the number of their address group. */
  private final Map<Long, Integer> fromGroup = new HashMap<>();

  private int count;
  private long bytes;

  ProviderShelf(KadKey self, RecordLimits limits, RecordChanges changes) {
    this.self = self;
    this.limits = limits.providers();
    this.ages = limits.ages();
    this.changes = changes;
    this.byDistance = new TreeMap<>(self::compareDistance);
  }

  /** Addresses are read when a provider is taken from the list, for most are not asked for. */
  List<Provider> find(Bytes multihash, Instant now) {
    Key key = byKey.get(multihash);
    if (key == null) {
      return List.of();
    }
    List<KeptProvider> found = new ArrayList<>(key.providers().size());
    for (KeptProvider provider : key.providers().sequencedValues().reversed()) {
      if (RecordLimits.Ages.isYounger(provider.received(), ages.addresses(), now)) {
        found.add(provider);
      } else if (RecordLimits.Ages.isYounger(provider.received(), ages.provider(), now)) {
        found.add(provider.withoutAddresses());
      }
    }
    return new AbstractList<>() {
      @Override
      public Provider get(int index) {
        return found.get(index).whole();
      }

      @Override
      public int size() {
        return found.size();
      }
    };
  }

  Outcome add(Bytes multihash, KeptProvider provider, Instant now) {
    if (!RecordLimits.Ages.isYounger(provider.received(), ages.provider(), now)) {
      return Outcome.REFUSED;
    }
    PeerId peer = provider.peer();
    Key key = byKey.get(multihash);
    KeptProvider old = key == null ? null : key.providers().get(peer);
    boolean renewed = old != null;
    if (!renewed && keysOf.getOrDefault(peer, 0) >= limits.maxKeysPerProvider()) {
      return Outcome.FULL;
    }
    boolean counted = provider.group() == 0 || old != null && old.group() == provider.group();
    if (!counted && fromGroup.getOrDefault(provider.group(), 0) >= limits.maxKeysPerProvider()) {
      return Outcome.FULL;
    }
    KeptProvider replaced = null;
    if (!renewed && key != null && key.providers().size() >= limits.maxProvidersPerKey()) {
      replaced = crowding(key, provider.group());
    }
    if (!makeRoom(multihash, provider, replaced)) {
      return Outcome.FULL;
    }
    if (replaced != null) {
      remove(multihash, replaced.peer());
    }
    place(multihash, provider);
    changes.stored(multihash, provider.whole());
    return Outcome.STORED;
  }

  /** Drops announcements of keys that are farther, the farthest first, until this one fits. */
  private boolean makeRoom(
      Bytes multihash, KeptProvider provider, @Nullable KeptProvider replaced) {
    KadKey place = KadKey.of(multihash);
    while (!fits(multihash, provider, replaced)) {
      var farthest = byDistance.lastEntry();
      if (farthest == null || self.compareDistance(place, farthest.getKey()) >= 0) {
        return false;
      }
      dropOldest(farthest.getValue());
    }
    return true;
  }

  private boolean fits(Bytes multihash, KeptProvider provider, @Nullable KeptProvider replaced) {
    Key key = byKey.get(multihash);
    KeptProvider renewed = key == null ? null : key.providers().get(provider.peer());
    KeptProvider old = replaced == null ? renewed : replaced;
    long more = provider.bytes() - (old == null ? 0L : old.bytes());
    return byKey.size() + (key == null ? 1 : 0) <= limits.maxProviderKeys()
        && count + (old == null ? 1 : 0) <= limits.maxProviders()
        && bytes + more + (key == null ? keyBytes(multihash) : 0) <= limits.maxProviderBytes();
  }

  private void place(Bytes multihash, KeptProvider provider) {
    Key key = byKey.get(multihash);
    if (key == null) {
      Bytes kept = multihash.compact();
      key = new Key(KadKey.of(kept), new LinkedHashMap<>(2));
      byKey.put(kept, key);
      byDistance.put(key.place(), kept);
      bytes += keyBytes(kept);
    }
    KeptProvider old = key.providers().remove(provider.peer());
    if (old == null) {
      keysOf.merge(provider.peer(), 1, Integer::sum);
      count++;
    } else {
      bytes -= old.bytes();
      uncount(fromGroup, old.group());
    }
    fromGroup.merge(provider.group(), 1, Integer::sum);
    key.providers().put(provider.peer(), provider);
    bytes += provider.bytes();
  }

  private void remove(Bytes multihash, PeerId peer) {
    Key key = byKey.get(multihash);
    KeptProvider gone = key == null ? null : key.providers().remove(peer);
    if (key == null || gone == null) {
      return;
    }
    count--;
    bytes -= gone.bytes();
    uncount(keysOf, peer);
    uncount(fromGroup, gone.group());
    if (key.providers().isEmpty()) {
      byKey.remove(multihash);
      byDistance.remove(key.place());
      bytes -= keyBytes(multihash);
    }
    changes.providerGone(multihash, peer);
  }

  int sweep(Instant now) {
    int before = count;
    for (Bytes multihash : List.copyOf(byKey.keySet())) {
      Key key = byKey.get(multihash);
      if (key != null) {
        key.providers().values().stream()
            .filter(p -> !RecordLimits.Ages.isYounger(p.received(), ages.provider(), now))
            .map(KeptProvider::peer)
            .toList()
            .forEach(peer -> remove(multihash, peer));
      }
    }
    return before - count;
  }

  int keys() {
    return byKey.size();
  }

  int count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Who gives way in a full key: the oldest of the address group that holds most of its places, the
   * newcomer counted with its own. So one group drives nobody else out of a key.
   */
  private static KeptProvider crowding(Key key, long newcomer) {
    Collection<KeptProvider> all = key.providers().values();
    Map<Long, Integer> places = new HashMap<>(Map.of(newcomer, 1));
    all.forEach(one -> places.merge(one.group(), 1, Integer::sum));
    Comparator<KeptProvider> crowding =
        Comparator.comparingInt(one -> places.getOrDefault(one.group(), 0));
    return all.stream()
        .max(crowding.thenComparing(one -> one.group() == newcomer)) // the first of several
        .orElseThrow();
  }

  private void dropOldest(Bytes multihash) {
    Key key = Objects.requireNonNull(byKey.get(multihash));
    remove(multihash, key.providers().firstEntry().getKey());
  }

  private static <K> void uncount(Map<K, Integer> counts, K one) {
    counts.computeIfPresent(one, (_, count) -> count == 1 ? null : count - 1);
  }

  private static long keyBytes(Bytes multihash) {
    return (long) RecordLimits.Providers.KEY_BYTES + multihash.length();
  }
}
