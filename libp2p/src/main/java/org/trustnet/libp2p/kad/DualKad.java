package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.query.Lookup;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/**
 * The public DHT and the local one as one, as Kubo has it (gokad dual.go): what is stored goes to
 * the public one as soon as its table has a peer, else to the local one; what is sought is sought
 * in both. Blocking, for virtual threads; safe on any thread.
 */
public final class DualKad implements AutoCloseable {
  private final Kad wan;
  private final Kad lan;
  private final RecordValidator validator;

  public DualKad(Kad wan, Kad lan, RecordValidator validator) {
    this.wan = wan;
    this.lan = lan;
    this.validator = validator;
  }

  public Kad wan() {
    return wan;
  }

  public Kad lan() {
    return lan;
  }

  public void start() {
    wan.start();
    lan.start();
  }

  /** Serves in both as the mode says. */
  public void apply(RoutingMode mode) {
    wan.serve(serviceOf(mode.wan()));
    lan.serve(serviceOf(mode.lan()));
  }

  /** Puts a peer out of both tables that must not be connected to any more. */
  public void forget(PeerId peer) {
    wan.forget(peer);
    lan.forget(peer);
  }

  /** Whether there is anybody to ask. */
  public boolean hasPeers() {
    return wan.tableSize() > 0 || lan.tableSize() > 0;
  }

  public PutOutcome putValue(Bytes key, Bytes value, Duration timeout) {
    return forStoring().putValue(key, value, timeout);
  }

  /**
   * Announces as {@link Kad#provide}: to the public one, or while its table is empty to the local
   * one at once and to the public one as soon as it has a peer.
   */
  public PutOutcome provide(Bytes multihash, Duration timeout) {
    if (wan.tableSize() > 0) {
      return wan.provide(multihash, timeout);
    }
    Optional<PutOutcome.Refused> refused = wan.provideLater(multihash);
    return refused.isPresent() ? refused.get() : lan.provide(multihash, timeout);
  }

  /**
   * Names us from now on to whoever asks here for this content, which {@link #provide} announces
   * when its turn comes.
   */
  public void claim(Bytes multihash) {
    wan.claim(multihash);
    lan.claim(multihash);
  }

  /** Where a peer is: what either DHT says first, the public one if both do. */
  public Optional<PeerInfo> findPeer(PeerId peer, Duration timeout) {
    AtomicReference<Optional<PeerInfo>> local = new AtomicReference<>(Optional.empty());
    AtomicReference<Optional<PeerInfo>> distant = new AtomicReference<>(Optional.empty());
    both(
        () -> distant.set(wan.findPeer(peer, timeout)),
        () -> local.set(lan.findPeer(peer, timeout)));
    return distant.get().or(local::get);
  }

  /** The peers of the DHT in use that are nearest to a key. */
  public Lookup.Result closestPeers(Bytes key, Duration timeout) {
    return forStoring().closestPeers(key, timeout);
  }

  /**
   * The value that one peer of the DHT in use holds, not judged.
   *
   * @throws StreamException if it does not answer
   */
  public Optional<Bytes> valueAt(PeerInfo peer, Bytes key, Duration timeout)
      throws StreamException {
    return forStoring().valueAt(peer, key, timeout);
  }

  /**
   * Searches a value in both.
   *
   * @param quorum valid answers that are enough in each; 0 for all
   * @param told hears each value once, as {@link Kad#findValue}; one call at a time
   * @return the best of both, and how many others answered in both together
   */
  public FoundValue findValue(Bytes key, int quorum, Consumer<Bytes> told, Duration timeout) {
    FoundValue nothing = new FoundValue(Optional.empty(), 0);
    AtomicReference<FoundValue> distant = new AtomicReference<>(nothing);
    AtomicReference<FoundValue> local = new AtomicReference<>(nothing);
    Set<Bytes> heard = new HashSet<>();
    ReentrantLock one = new ReentrantLock();
    Consumer<Bytes> offer =
        value -> {
          one.lock();
          try {
            if (heard.add(Multihash.sha256(value).digest())) {
              told.accept(value);
            }
          } finally {
            one.unlock();
          }
        };
    both(
        () -> distant.set(wan.findValue(key, quorum, offer, timeout)),
        () -> local.set(lan.findValue(key, quorum, offer, timeout)));
    return new FoundValue(
        better(key, local.get().best(), distant.get().best()),
        local.get().answered() + distant.get().answered());
  }

  /**
   * Searches providers in both.
   *
   * @param count how many are enough in each; 0 for all that are found
   * @param found hears each provider once; one call at a time
   */
  public void findProviders(
      Bytes multihash, int count, Consumer<PeerInfo> found, Duration timeout) {
    Set<PeerId> seen = new HashSet<>();
    ReentrantLock one = new ReentrantLock();
    Consumer<PeerInfo> offer =
        provider -> {
          one.lock();
          try {
            if ((count <= 0 || seen.size() < count) && seen.add(provider.id())) {
              found.accept(provider);
            }
          } finally {
            one.unlock();
          }
        };
    both(
        () -> wan.findProviders(multihash, count, offer, timeout),
        () -> lan.findProviders(multihash, count, offer, timeout));
  }

  /** Refreshes both tables. */
  public void refresh() {
    both(wan::refresh, lan::refresh);
  }

  @Override
  public void close() {
    try (wan;
        lan) {
      // each is closed, whatever the other does
    }
  }

  private Optional<Bytes> better(Bytes key, Optional<Bytes> one, Optional<Bytes> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(
            validator.select(key, List.of(one.get(), other.get())) == 1 ? other.get() : one.get())
        : one.or(() -> other);
  }

  private Kad forStoring() {
    return wan.tableSize() > 0 ? wan : lan;
  }

  private static Kad.Service serviceOf(RoutingMode.Part part) {
    return part == RoutingMode.Part.SERVER ? Kad.Service.ON : Kad.Service.OFF;
  }

  /** Runs {@code first} beside {@code second}; an interrupt ends both early. */
  private static void both(Runnable first, Runnable second) {
    Thread beside = Thread.ofVirtual().name("kad-wan").start(first);
    second.run();
    try {
      if (Thread.currentThread().isInterrupted()) {
        beside.interrupt();
      }
      beside.join();
    } catch (InterruptedException e) {
      beside.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
