package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.query.Lookup;
import org.trustnet.libp2p.kad.query.ResponseFilter;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.libp2p.kad.routing.RefreshPlan;
import org.trustnet.libp2p.kad.routing.RoutingTable;
import org.trustnet.multiformats.Bytes;

/** Lookups over the network, and sending to those that they found. Blocking. An edge. */
final class KadWalks {
  /** Hears each answer, on the thread that walks. */
  interface Hearer {
    void hear(PeerInfo from, KadMessage answer);
  }

  /** Sends something to one peer; blocks. */
  interface Sender {
    void send(PeerInfo peer) throws StreamException;
  }

  private final KadConfig config;
  private final KadClock clock;
  private final RoutingTable table;
  private final RefreshPlan refresh;
  private final ResponseFilter filter;
  private final KadMessenger messenger;
  private final TableKeeper keeper;
  private final Semaphore lookups = new Semaphore(Kad.MAX_LOOKUPS);

  KadWalks(
      KadConfig config,
      KadClock clock,
      RoutingTable table,
      RefreshPlan refresh,
      KadMessenger messenger,
      TableKeeper keeper) {
    this.config = config;
    this.clock = clock;
    this.table = table;
    this.refresh = refresh;
    this.filter = new ResponseFilter(table.selfId(), config.policy(), config.limits());
    this.messenger = messenger;
    this.keeper = keeper;
  }

  /** Walks towards the request's key, asking each peer on the way this request. */
  Lookup.Result walk(KadMessage request, Hearer hearer, BooleanSupplier enough, Duration timeout) {
    return walk(request, seeds(KadKey.of(request.key())), hearer, enough, timeout);
  }

  /** As the other, but the walk begins with these peers. */
  Lookup.Result walk(
      KadMessage request,
      List<PeerInfo> seeds,
      Hearer hearer,
      BooleanSupplier enough,
      Duration timeout) {
    long deadline = clock.now() + timeout.toNanos();
    if (!begin(timeout)) {
      return new Lookup.Result(List.of(), 0, Lookup.End.STOPPED);
    }
    try {
      KadKey target = KadKey.of(request.key());
      Lookup lookup = new Lookup(target, table.selfId(), config.lookup(), seeds);
      Walker walker =
          new Walker(
              lookup,
              peer -> ask(peer, request),
              (from, answer) -> {
                hearer.hear(from, answer);
                return filter.believed(answer.closer(), request.key());
              },
              clock.nanos());
      Lookup.Result result = walker.run(enough, Duration.ofNanos(deadline - clock.now()));
      if (result.end() == Lookup.End.COMPLETED) {
        refresh.refreshed(target, clock.now());
      }
      return result;
    } finally {
      lookups.release();
    }
  }

  /** Looks up the peers nearest to {@code key}, then sends to them. */
  PutOutcome sendToClosest(Bytes key, Sender sender, Duration timeout) {
    List<PeerInfo> closest =
        walk(KadMessage.findNode(key), (from, answer) -> {}, () -> false, timeout).closest();
    return new PutOutcome.Sent(sendToAll(closest, sender), closest.size());
  }

  /** Sends to all of {@code peers} at once and waits; how many took it. */
  int sendToAll(List<PeerInfo> peers, Sender sender) {
    AtomicInteger taken = new AtomicInteger();
    List<Thread> threads = new ArrayList<>(peers.size());
    for (PeerInfo peer : peers) {
      threads.add(
          Thread.ofVirtual()
              .name("kad-send")
              .start(
                  () -> {
                    try {
                      sender.send(peer);
                      taken.incrementAndGet();
                    } catch (StreamException e) {
                      // that peer has not taken it: it is not counted
                    }
                  }));
    }
    join(threads);
    return taken.get();
  }

  private static void join(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }

  private boolean begin(Duration timeout) {
    try {
      return lookups.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<PeerInfo> seeds(KadKey target) {
    return table.snapshot().nearest(target, config.lookup().k()).stream()
        .map(entry -> KadWire.decodePeer(entry.wire()))
        .toList();
  }

  private KadMessage ask(PeerInfo peer, KadMessage request) throws StreamException {
    try {
      Duration timeout = config.lookup().timeout();
      KadMessage answer = messenger.ask(peer.id(), peer.addresses(), request, timeout);
      keeper.consider(peer.id());
      return answer;
    } catch (StreamException e) {
      if (e.kind() != StreamException.Kind.INTERRUPTED) {
        keeper.failed(peer.id());
      }
      throw e;
    }
  }
}
