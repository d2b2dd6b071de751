package org.trustnet.ipns.name;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/** The twin of {@link FilePublishedStore} without a disk. */
public final class MemoryPublishedStore implements PublishedStore {
  private final TreeMap<PeerId, Bytes> records = new TreeMap<>();
  private final TreeMap<PeerId, Duration> lifetimes = new TreeMap<>();

  @Override
  public synchronized Optional<Duration> lifetime(PeerId name) {
    return Optional.ofNullable(lifetimes.get(name));
  }

  @Override
  public synchronized Optional<Bytes> find(PeerId name) {
    return Optional.ofNullable(records.get(name));
  }

  @Override
  public synchronized void put(PeerId name, Bytes record, Duration lifetime) {
    lifetimes.put(name, lifetime);
    records.put(name, record);
  }

  @Override
  public synchronized boolean remove(PeerId name) {
    lifetimes.remove(name);
    return records.remove(name) != null;
  }

  @Override
  public synchronized List<PeerId> names() {
    return List.copyOf(records.keySet());
  }
}
