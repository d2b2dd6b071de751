package org.trustnet.libp2p.kad.records;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.kad.records.RecordStore.Outcome;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/** The providers of a {@link MemoryRecordStore}, under its monitor. */
final class ProviderShelf {
  /** One key's providers, the one that was renewed longest ago first. */
  private record Key(KadKey place, LinkedHashMap<PeerId, Provider> providers) {}

  private final KadKey self;
  private final RecordLimits limits;
  private final RecordChanges changes;
  private final Map<Bytes, Key> byKey = new HashMap<>();
  private final TreeMap<KadKey, Bytes> byDistance;
  private final Map<PeerId, Integer> keysOf = new HashMap<>();
  private int count;

  ProviderShelf(KadKey self, RecordLimits limits, RecordChanges changes) {
    this.self = self;
    this.limits = limits;
    this.changes = changes;
    this.byDistance = new TreeMap<>(self::compareDistance);
  }

  List<Provider> find(Bytes multihash, Instant now) {
    Key key = byKey.get(multihash);
    if (key == null) {
      return List.of();
    }
    List<Provider> found = new ArrayList<>(key.providers().size());
    for (Provider provider : key.providers().sequencedValues().reversed()) {
      if (isYounger(provider, limits.ages().addresses(), now)) {
        found.add(provider);
      } else if (isYounger(provider, limits.ages().provider(), now)) {
        found.add(new Provider(provider.peer(), List.of(), provider.received()));
      }
    }
    return found;
  }

  Outcome add(Bytes multihash, Provider offered, Instant now) {
    if (!isYounger(offered, limits.ages().provider(), now)) {
      return Outcome.REFUSED;
    }
    Provider provider = trimmed(offered);
    Key key = byKey.get(multihash);
    boolean renewed = key != null && key.providers().containsKey(provider.peer());
    if (!renewed && keysOf.getOrDefault(provider.peer(), 0) >= limits.maxKeysPerProvider()) {
      return Outcome.FULL;
    }
    Key room = key != null ? key : placeFor(multihash);
    if (room == null) {
      return Outcome.FULL;
    }
    if (renewed) {
      room.providers().remove(provider.peer());
    } else {
      keysOf.merge(provider.peer(), 1, Integer::sum);
      count++;
    }
    room.providers().put(provider.peer(), provider);
    if (room.providers().size() > limits.maxProvidersPerKey()) {
      remove(multihash, room.providers().firstEntry().getKey());
    }
    changes.stored(multihash, provider);
    return Outcome.STORED;
  }

  void remove(Bytes multihash, PeerId peer) {
    Key key = byKey.get(multihash);
    if (key == null || key.providers().remove(peer) == null) {
      return;
    }
    count--;
    keysOf.computeIfPresent(peer, (p, keys) -> keys == 1 ? null : keys - 1);
    if (key.providers().isEmpty()) {
      byKey.remove(multihash);
      byDistance.remove(key.place());
    }
    changes.providerGone(multihash, peer);
  }

  int sweep(Instant now) {
    int before = count;
    for (Bytes multihash : List.copyOf(byKey.keySet())) {
      Key key = byKey.get(multihash);
      if (key != null) {
        key.providers().values().stream()
            .filter(p -> !isYounger(p, limits.ages().provider(), now))
            .map(Provider::peer)
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

  /** A place for a new key; null if the store is full of nearer ones. */
  private @Nullable Key placeFor(Bytes multihash) {
    Bytes kept = multihash.compact();
    KadKey place = KadKey.of(kept);
    if (byKey.size() >= limits.maxProviderKeys()) {
      var farthest = byDistance.lastEntry();
      if (self.compareDistance(place, farthest.getKey()) >= 0) {
        return null;
      }
      dropKey(farthest.getValue());
    }
    Key key = new Key(place, new LinkedHashMap<>());
    byKey.put(kept, key);
    byDistance.put(place, kept);
    return key;
  }

  private void dropKey(Bytes multihash) {
    Key key = byKey.get(multihash);
    if (key != null) {
      List.copyOf(key.providers().keySet()).forEach(peer -> remove(multihash, peer));
    }
  }

  private static Provider trimmed(Provider provider) {
    return provider.addresses().size() <= RecordLimits.MAX_ADDRESSES
        ? provider
        : new Provider(
            provider.peer(),
            provider.addresses().subList(0, RecordLimits.MAX_ADDRESSES),
            provider.received());
  }

  private static boolean isYounger(Provider provider, Duration age, Instant now) {
    return Duration.between(provider.received(), now).compareTo(age) < 0;
  }
}
