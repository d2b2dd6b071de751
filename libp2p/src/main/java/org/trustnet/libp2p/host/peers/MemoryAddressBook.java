package org.trustnet.libp2p.host.peers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.host.AddressBook;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/**
 * The address book in memory. Peers that were reached once are evicted after those that never were,
 * so that a flood of invented peers cannot displace what is known to work.
 */
public final class MemoryAddressBook implements AddressBook {
  private static final long HALF_LIFE_MILLIS = 7 * 24 * 3_600_000L;

  /** What a peer that was never reached is worth against one reached just now. */
  private static final double NEVER_REACHED = 0.1;

  private final AddressBookLimits limits;
  private final InstantSource clock;
  private final ProtocolSets protocolSets = new ProtocolSets();

  // Both in the order in which peers were last heard of.
  private final Map<PeerId, KnownPeer> unreached = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<PeerId, KnownPeer> reached = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<PeerId> changed = new LinkedHashSet<>();

  /** Bounded by the host's limits on connections. */
  private final Set<PeerId> connected = new HashSet<>();

  private boolean tracksChanges;
  private long bytes;

  public MemoryAddressBook(AddressBookLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public synchronized void add(PeerId peer, Collection<Multiaddr> addresses, Duration timeToLive) {
    long now = clock.millis();
    if (addresses.isEmpty() || !timeToLive.isPositive()) {
      return;
    }
    update(peer, now, known -> addAll(known, addresses, expiry(now, timeToLive), false));
  }

  @Override
  public synchronized boolean addCertified(
      PeerId peer, long sequence, List<Multiaddr> addresses, Bytes envelope, Duration timeToLive) {
    long now = clock.millis();
    KnownPeer before = find(peer);
    if (before != null && Long.compareUnsigned(sequence, before.sequence) < 0) {
      return false;
    }
    update(
        peer,
        now,
        known -> {
          known.removeCertified();
          known.sequence = sequence;
          known.envelope = envelope.length() <= limits.peerBytes() ? envelope.compact() : null;
          addAll(known, addresses, expiry(now, timeToLive), true);
        });
    return true;
  }

  @Override
  public synchronized List<Multiaddr> addresses(PeerId peer) {
    KnownPeer known = find(peer);
    return known == null ? List.of() : known.fresh(clock.millis());
  }

  @Override
  public synchronized List<Multiaddr> lastKnown(PeerId peer) {
    KnownPeer known = find(peer);
    return known == null ? List.of() : known.lastKnown(clock.millis());
  }

  @Override
  public synchronized void connected(PeerId peer) {
    KnownPeer known = find(peer);
    if (connected.add(peer) && known != null) {
      known.connected(clock.millis());
    }
  }

  @Override
  public synchronized void renew(PeerId peer, Duration timeToLive) {
    long now = clock.millis();
    if (find(peer) != null) {
      update(peer, now, known -> known.renew(now, expiry(now, timeToLive)));
    }
  }

  @Override
  public synchronized void disconnected(PeerId peer, Duration timeToLive) {
    KnownPeer known = find(peer);
    if (connected.remove(peer) && known != null) {
      renew(peer, timeToLive);
      known.disconnected();
    }
  }

  @Override
  public synchronized Optional<Bytes> signedRecord(PeerId peer) {
    KnownPeer known = find(peer);
    return known == null ? Optional.empty() : Optional.ofNullable(known.envelope);
  }

  @Override
  public synchronized void protocols(PeerId peer, Set<String> protocols) {
    update(
        peer,
        clock.millis(),
        known -> {
          ProtocolSets.Interned interned = protocolSets.intern(protocols);
          known.protocols = interned.protocols();
          known.protocolBytes = interned.ownBytes();
        });
  }

  @Override
  public synchronized Set<String> protocols(PeerId peer) {
    KnownPeer known = find(peer);
    return known == null ? Set.of() : known.protocols;
  }

  @Override
  public synchronized void dialled(PeerId peer, boolean success, Instant when) {
    if (!success && find(peer) == null) {
      return;
    }
    update(peer, clock.millis(), known -> known.dialled(success, when.toEpochMilli()));
    KnownPeer known = unreached.get(peer);
    if (success && known != null) {
      unreached.remove(peer);
      reached.put(peer, known);
    }
  }

  @Override
  public synchronized List<Remembered> remembered(int limit) {
    long now = clock.millis();
    List<Map.Entry<PeerId, KnownPeer>> all = new ArrayList<>(reached.entrySet());
    all.addAll(unreached.entrySet());
    return all.stream()
        .peek(entry -> entry.getValue().decay(now))
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<PeerId, KnownPeer> entry) -> worth(entry.getValue(), now))
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .map(entry -> remembered(entry.getKey(), entry.getValue(), now))
        .filter(one -> !one.addresses().isEmpty())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void forget(PeerId peer) {
    KnownPeer known = find(peer);
    if (known != null) {
      remove(peer, known);
    }
  }

  /** How many peers are known. */
  public synchronized int size() {
    return reached.size() + unreached.size();
  }

  /** Takes in what was stored before; what has expired is left out, what is known already stays. */
  public synchronized void load(Collection<StoredPeer> stored) {
    long now = clock.millis();
    for (StoredPeer one : stored) {
      if (find(one.peer()) == null) {
        restore(one, now);
      }
    }
    changed.clear();
  }

  /** Everything, to be stored. Starts the record of changes that {@link #takeChanges} gives. */
  public synchronized List<StoredPeer> snapshot() {
    tracksChanges = true;
    changed.clear();
    List<StoredPeer> all = new ArrayList<>(size());
    reached.forEach((peer, known) -> all.add(stored(peer, known)));
    unreached.forEach((peer, known) -> all.add(stored(peer, known)));
    return all;
  }

  /** What changed since this or {@link #snapshot} was last called; empty before the first. */
  public synchronized StoredPeer.Changes takeChanges() {
    List<StoredPeer> updated = new ArrayList<>();
    List<PeerId> removed = new ArrayList<>();
    for (PeerId peer : changed) {
      KnownPeer known = find(peer);
      if (known == null) {
        removed.add(peer);
      } else {
        updated.add(stored(peer, known));
      }
    }
    changed.clear();
    return new StoredPeer.Changes(updated, removed);
  }

  private interface Change {
    void to(KnownPeer known);
  }

  private @Nullable KnownPeer find(PeerId peer) {
    KnownPeer known = reached.get(peer);
    return known != null ? known : unreached.get(peer);
  }

  private void update(PeerId peer, long nowMillis, Change change) {
    KnownPeer known = find(peer);
    if (known == null) {
      known = new KnownPeer(limits, nowMillis);
      if (connected.contains(peer)) {
        known.connected(nowMillis);
      }
      unreached.put(peer, known);
    }
    bytes -= known.bytes();
    known.expire(nowMillis);
    change.to(known);
    bytes += known.bytes();
    note(peer);
    evict();
  }

  private static void addAll(
      KnownPeer known, Collection<Multiaddr> addresses, long expiresMillis, boolean certified) {
    for (Multiaddr address : addresses) {
      address
          .withoutPeer()
          .ifPresent(bare -> known.add(bare.encode().compact(), expiresMillis, certified));
    }
  }

  private static long expiry(long nowMillis, Duration timeToLive) {
    long longest = Long.MAX_VALUE - nowMillis;
    return nowMillis
        + (timeToLive.compareTo(Duration.ofMillis(longest)) > 0 ? longest : timeToLive.toMillis());
  }

  private void evict() {
    while (size() > limits.peers() || bytes > limits.totalBytes()) {
      Map<PeerId, KnownPeer> from = unreached.isEmpty() ? reached : unreached;
      Map.Entry<PeerId, KnownPeer> eldest = from.entrySet().iterator().next();
      remove(eldest.getKey(), eldest.getValue());
    }
  }

  private void remove(PeerId peer, KnownPeer known) {
    bytes -= known.bytes();
    reached.remove(peer);
    unreached.remove(peer);
    note(peer);
  }

  private void note(PeerId peer) {
    if (!tracksChanges) {
      return;
    }
    changed.add(peer);
    if (changed.size() > 2 * limits.peers()) {
      // Twice as many as fit: most are evicted ones. A stale row on disk costs nothing.
      changed.remove(changed.iterator().next());
    }
  }

  private void restore(StoredPeer one, long nowMillis) {
    update(
        one.peer(),
        nowMillis,
        known -> {
          known.lastSuccessMillis =
              one.dialling().lastSuccess().map(Instant::toEpochMilli).orElse(KnownPeer.NEVER);
          for (StoredPeer.Address address : one.addresses()) {
            long expires = address.expires().toEpochMilli();
            if (known.isKept(expires, nowMillis)) {
              addAll(known, List.of(address.address()), expires, address.certified());
            }
          }
          known.sequence = one.sequence();
          known.envelope =
              one.envelope().filter(e -> e.length() <= limits.peerBytes()).orElse(null);
          ProtocolSets.Interned interned = protocolSets.intern(one.protocols());
          known.protocols = interned.protocols();
          known.protocolBytes = interned.ownBytes();
          known.successes = one.dialling().successes();
          known.failures = one.dialling().failures();
        });
    KnownPeer known = unreached.get(one.peer());
    if (known != null && known.lastSuccessMillis != KnownPeer.NEVER) {
      unreached.remove(one.peer());
      reached.put(one.peer(), known);
    }
  }

  private static double worth(KnownPeer known, long nowMillis) {
    double quality = (known.successes + 1.0) / (known.successes + known.failures + 2.0);
    if (known.lastSuccessMillis == KnownPeer.NEVER) {
      return quality * NEVER_REACHED;
    }
    double age = Math.max(0, nowMillis - known.lastSuccessMillis);
    return quality * Math.max(NEVER_REACHED, Math.pow(0.5, age / HALF_LIFE_MILLIS));
  }

  private static Remembered remembered(PeerId peer, KnownPeer known, long nowMillis) {
    return new Remembered(
        peer, known.lastKnown(nowMillis), known.successes, known.failures, lastSuccess(known));
  }

  private static Optional<Instant> lastSuccess(KnownPeer known) {
    return known.lastSuccessMillis == KnownPeer.NEVER
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(known.lastSuccessMillis));
  }

  private StoredPeer stored(PeerId peer, KnownPeer known) {
    return new StoredPeer(
        peer,
        known.best(clock.millis()).stream()
            .map(
                a ->
                    new StoredPeer.Address(
                        Multiaddr.decode(a.encoded()),
                        Instant.ofEpochMilli(a.expiresMillis()),
                        a.certified()))
            .toList(),
        known.protocols,
        new StoredPeer.Dialling(known.successes, known.failures, lastSuccess(known)),
        known.sequence,
        Optional.ofNullable(known.envelope));
  }
}
