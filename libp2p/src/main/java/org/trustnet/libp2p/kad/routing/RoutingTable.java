package org.trustnet.libp2p.kad.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.PeerId;

/**
 * The routing table: who is known near and far, and how they behave. Readers take {@link
 * #snapshot}, one volatile read; changes are made one at a time under the table's monitor, which is
 * held for microseconds. How a peer behaves is not in the snapshot, so noting it copies nothing.
 *
 * <p>A peer that answers is never put out for a new one (gokad, after the Kademlia paper: who has
 * been there long stays long). One that failed makes room for a new one, and a second failure in a
 * row puts it out. Times are nanoseconds of one monotonic clock.
 */
public final class RoutingTable {
  /** Peers in a bucket: k of ipfs/specs kad-dht.md. */
  public static final int BUCKET_SIZE = 20;

  /** Failures in a row that put a peer out: one may be the network's fault. */
  public static final int MAX_FAILURES = 2;

  /** Peers remembered per full bucket, to fill a gap at once: more would grow stale before use. */
  public static final int MAX_CANDIDATES = 4;

  /** What became of an offered peer. */
  public enum Admission {
    ADDED,
    /** It took the place of a peer that had failed. */
    REPLACED,
    /** It was there; its addresses and its liveness are brought up to date. */
    RENEWED,
    /** Its bucket is full of live peers; it waits for a gap. */
    CANDIDATE,
    /** Too many of its address group are there already. */
    GROUP_FULL,
    /** It is this node. */
    SELF
  }

  private static final class Slot {
    final TableEntry entry;
    AddressGroups proven;
    long heardNanos;
    int failures;

    Slot(TableEntry entry, AddressGroups proven, long now) {
      this.entry = entry;
      this.proven = proven;
      this.heardNanos = now;
    }
  }

  private final PeerId selfId;
  private final KadKey self;
  private final DiversityLimits limits;
  private final GroupCounts groups = new GroupCounts();
  private final Map<PeerId, Slot> slots = new HashMap<>();
  private final Map<Integer, Deque<TableEntry>> candidates = new HashMap<>();
  private volatile TableSnapshot snapshot;

  public RoutingTable(PeerId self, DiversityLimits limits) {
    this.selfId = self;
    this.self = KadKey.of(self);
    this.limits = limits;
    this.snapshot = TableSnapshot.empty(this.self);
  }

  /** The table as it is now. Any thread. */
  public TableSnapshot snapshot() {
    return snapshot;
  }

  /** Ourselves. */
  public PeerId selfId() {
    return selfId;
  }

  /** Our own place. */
  public KadKey self() {
    return self;
  }

  /**
   * Takes in a peer that has just answered.
   *
   * @param proven the groups of the addresses that it is connected from: what limits count
   */
  public synchronized Admission admit(TableEntry entry, AddressGroups proven, long now) {
    int prefix = entry.key().commonPrefix(self);
    if (prefix == KadKey.BITS) {
      return Admission.SELF;
    }
    Slot old = slots.get(entry.id());
    if (old != null) {
      return renew(old, entry, proven, now);
    }
    List<TableEntry> bucket = bucket(prefix);
    Slot victim = bucket.size() < BUCKET_SIZE ? null : mostFailed(bucket);
    if (bucket.size() >= BUCKET_SIZE && victim == null) {
      remember(prefix, entry);
      return Admission.CANDIDATE;
    }
    if (!groups.fits(proven, limits, provenOf(bucket, victim), victimGroups(victim))) {
      return Admission.GROUP_FULL;
    }
    if (victim != null) {
      drop(bucket, victim);
    }
    groups.add(proven);
    slots.put(entry.id(), new Slot(entry, proven, now));
    bucket.add(entry);
    forgetCandidate(prefix, entry.id());
    snapshot = snapshot.with(prefix, bucket);
    return victim == null ? Admission.ADDED : Admission.REPLACED;
  }

  /**
   * Whether a peer is worth a check for admission: it is not in, and its bucket has room or someone
   * who failed. If the bucket is full of live peers, it is remembered to fill a gap.
   */
  public synchronized boolean wants(TableEntry entry) {
    int prefix = entry.key().commonPrefix(self);
    if (prefix == KadKey.BITS || slots.containsKey(entry.id())) {
      return false;
    }
    List<TableEntry> bucket = snapshot.bucket(prefix);
    if (bucket.size() < BUCKET_SIZE || mostFailed(bucket) != null) {
      return true;
    }
    remember(prefix, entry);
    return false;
  }

  /** Notes that the peer answered or asked something, as {@code admit} does. */
  public synchronized void heard(PeerId peer, long now) {
    Slot slot = slots.get(peer);
    if (slot != null) {
      slot.heardNanos = now;
      slot.failures = 0;
    }
  }

  /**
   * Notes that the peer could not be reached or did not answer.
   *
   * @return whether it was put out for that
   */
  public synchronized boolean failed(PeerId peer) {
    Slot slot = slots.get(peer);
    return slot != null && ++slot.failures >= MAX_FAILURES && remove(peer);
  }

  /**
   * Puts a peer out: it left the network or serves no more.
   *
   * @return whether it was in
   */
  public synchronized boolean remove(PeerId peer) {
    Slot slot = slots.get(peer);
    if (slot == null) {
      return false;
    }
    int prefix = slot.entry.key().commonPrefix(self);
    List<TableEntry> bucket = bucket(prefix);
    drop(bucket, slot);
    snapshot = snapshot.with(prefix, bucket);
    return true;
  }

  /** Puts a peer out and from the line of those that wait for a gap. */
  public synchronized void forget(PeerId peer) {
    remove(peer);
    forgetCandidate(KadKey.of(peer).commonPrefix(self), peer);
  }

  /** Peers not heard of since {@code before}, the longest silent first, at most {@code limit}. */
  public synchronized List<PeerId> unheardSince(long before, int limit) {
    ToLongFunction<Slot> age = slot -> slot.heardNanos - before;
    return slots.values().stream()
        .filter(slot -> age.applyAsLong(slot) < 0)
        .sorted((a, b) -> Long.compare(age.applyAsLong(a), age.applyAsLong(b)))
        .limit(limit)
        .map(slot -> slot.entry.id())
        .toList();
  }

  /** The most recent candidate of a bucket that has room; it is forgotten by this. */
  public synchronized Optional<TableEntry> takeCandidate() {
    var all = candidates.entrySet().iterator();
    while (all.hasNext()) {
      var waiting = all.next();
      if (snapshot.sizeOf(waiting.getKey()) < BUCKET_SIZE) {
        TableEntry taken = waiting.getValue().removeLast();
        if (waiting.getValue().isEmpty()) {
          all.remove();
        }
        return Optional.of(taken);
      }
    }
    return Optional.empty();
  }

  /** Candidates that wait, in all buckets. */
  public synchronized int candidates() {
    return candidates.values().stream().mapToInt(Deque::size).sum();
  }

  private Admission renew(Slot old, TableEntry entry, AddressGroups proven, long now) {
    int prefix = entry.key().commonPrefix(self);
    List<TableEntry> bucket = bucket(prefix);
    boolean fits =
        proven.equals(old.proven) || groups.fits(proven, limits, provenOf(bucket, old), old.proven);
    Slot renewed = new Slot(entry, fits ? proven : old.proven, now);
    groups.remove(old.proven);
    groups.add(renewed.proven);
    slots.put(entry.id(), renewed);
    if (!entry.equals(old.entry)) {
      bucket.replaceAll(e -> e.id().equals(entry.id()) ? entry : e);
      snapshot = snapshot.with(prefix, bucket);
    }
    return Admission.RENEWED;
  }

  private void drop(List<TableEntry> bucket, Slot slot) {
    bucket.removeIf(e -> e.id().equals(slot.entry.id()));
    slots.remove(slot.entry.id());
    groups.remove(slot.proven);
  }

  private @Nullable Slot mostFailed(List<TableEntry> bucket) {
    Slot worst = null;
    for (TableEntry entry : bucket) {
      Slot slot = slotOf(entry);
      if (slot.failures > (worst == null ? 0 : worst.failures)) {
        worst = slot;
      }
    }
    return worst;
  }

  private List<AddressGroups> provenOf(List<TableEntry> bucket, @Nullable Slot without) {
    return bucket.stream()
        .map(this::slotOf)
        .filter(slot -> slot != without)
        .map(slot -> slot.proven)
        .toList();
  }

  private static AddressGroups victimGroups(@Nullable Slot victim) {
    return victim == null ? AddressGroups.none() : victim.proven;
  }

  private Slot slotOf(TableEntry entry) {
    Slot slot = slots.get(entry.id());
    if (slot == null) {
      throw new IllegalStateException("in a bucket but without a slot: " + entry.id());
    }
    return slot;
  }

  private List<TableEntry> bucket(int prefix) {
    return new ArrayList<>(snapshot.bucket(prefix));
  }

  private void remember(int prefix, TableEntry entry) {
    Deque<TableEntry> waiting = candidates.computeIfAbsent(prefix, p -> new ArrayDeque<>());
    waiting.removeIf(e -> e.id().equals(entry.id()));
    if (waiting.size() >= MAX_CANDIDATES) {
      waiting.removeFirst();
    }
    waiting.addLast(entry);
  }

  private void forgetCandidate(int prefix, PeerId peer) {
    Deque<TableEntry> waiting = candidates.get(prefix);
    if (waiting != null && waiting.removeIf(e -> e.id().equals(peer)) && waiting.isEmpty()) {
      candidates.remove(prefix);
    }
  }
}
