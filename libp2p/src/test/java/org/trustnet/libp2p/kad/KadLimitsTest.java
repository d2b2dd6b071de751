package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.kad.query.Lookup;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.routing.AddressGroups;
import org.trustnet.libp2p.kad.routing.RefreshPlan;
import org.trustnet.libp2p.kad.routing.RoutingTable;
import org.trustnet.multiformats.PeerId;

/** What one DHT does at once and keeps, at each limit and one above. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KadLimitsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final KadConfig CONFIG = KadConfig.lan(KadConfig.Scope.LOOPBACK);

  private final AtomicLong now = new AtomicLong();
  private final KadClock clock =
      new KadClock(now::get, InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z")));
  private final LoopbackHosts net = new LoopbackHosts();
  private final List<Kad> servers = new ArrayList<>();
  private final LoopbackHosts.LoopbackHost host = net.create(1_000);
  private final RoutingTable table = new RoutingTable(host.peer(), CONFIG.limits());
  private final KadMessenger messenger = new KadMessenger(host, CONFIG.protocol(), clock.nanos());
  private final TableKeeper keeper = new TableKeeper(host, CONFIG, table, messenger, clock.nanos());

  @AfterEach
  void close() {
    messenger.close();
    servers.forEach(Kad::close);
    net.close();
  }

  /** A peer that serves the protocol. */
  private PeerId server() {
    LoopbackHosts.LoopbackHost peer = net.create(servers.size() + 1);
    MemoryRecordStore store =
        new MemoryRecordStore(peer.peer(), RecordLimits.DEFAULT, RecordChanges.ignored());
    Namespaces validator = Namespaces.withIpns(new NumberValidator());
    Kad kad = new Kad(peer, CONFIG, new Kad.Tools(store, validator, clock, new Random(1)));
    kad.serve(Kad.Service.ON);
    servers.add(kad);
    return peer.peer();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private int silent() {
    return table.unheardSince(now.get() - CONFIG.refresh().toNanos(), 1_000).size();
  }

  @Test
  void asksSoManySilentPeersInOneRoundAndTheOthersInTheNext() throws Exception {
    for (int i = 0; i <= TableKeeper.MAX_PROBES; i++) {
      PeerId peer = server();
      table.admit(TestPeers.entry(i + 1), AddressGroups.none(), 0);
      assertThat(peer).isEqualTo(TestPeers.peer(i + 1));
    }
    assertThat(table.snapshot().size()).isEqualTo(TableKeeper.MAX_PROBES + 1);
    now.set(CONFIG.refresh().toNanos() + 1);
    assertThat(silent()).isEqualTo(TableKeeper.MAX_PROBES + 1);

    keeper.probeSilent();
    await(() -> silent() <= 1);
    assertThat(silent()).isEqualTo(1);
    assertThat(net.streamsOpened).hasValue(TableKeeper.MAX_PROBES);

    keeper.probeSilent();
    await(() -> silent() == 0);
    assertThat(net.streamsOpened).hasValue(TableKeeper.MAX_PROBES + 1);
  }

  private void ask(PeerId peer) throws Exception {
    messenger.ask(peer, List.of(), KadMessage.findNode(peer.encode()), LONG);
  }

  @Test
  void keepsTheIdleStreamsOfSoManyPeersAndClosesThoseUsedLongestAgo() throws Exception {
    List<PeerId> peers = new ArrayList<>();
    for (int i = 0; i < KadMessenger.MAX_IDLE_PEERS; i++) {
      peers.add(server());
    }
    for (int round = 0; round < 2; round++) {
      for (PeerId peer : peers) {
        ask(peer);
      }
    }
    assertThat(net.streamsOpened).as("one for each").hasValue(KadMessenger.MAX_IDLE_PEERS);

    ask(server());
    assertThat(net.streamsOpened).hasValue(KadMessenger.MAX_IDLE_PEERS + 1);
    ask(peers.getLast());
    assertThat(net.streamsOpened).hasValue(KadMessenger.MAX_IDLE_PEERS + 1);
    ask(peers.getFirst());
    assertThat(net.streamsOpened).as("a new one").hasValue(KadMessenger.MAX_IDLE_PEERS + 2);
  }

  @Test
  void walksSoManyLookupsAtOnceAndLetsTheNextWait() throws Exception {
    KadWalks walks =
        new KadWalks(
            CONFIG,
            clock,
            table,
            new RefreshPlan(table.self(), CONFIG.refresh()),
            messenger,
            keeper);
    CountDownLatch walking = new CountDownLatch(Kad.MAX_LOOKUPS);
    CountDownLatch enough = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Kad.MAX_LOOKUPS; i++) {
      threads.add(
          Thread.startVirtualThread(
              () ->
                  walk(
                      walks,
                      () -> {
                        walking.countDown();
                        return passes(enough);
                      },
                      LONG)));
    }
    assertThat(walking.await(20, TimeUnit.SECONDS)).as("all of them walk").isTrue();

    assertThat(walk(walks, () -> false, Duration.ofMillis(20)))
        .as("one more has no turn in its time")
        .isEqualTo(Lookup.End.STOPPED);

    enough.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(walk(walks, () -> false, LONG)).isEqualTo(Lookup.End.NO_PEERS);
  }

  private Lookup.End walk(KadWalks walks, BooleanSupplier enough, Duration timeout) {
    KadMessage request = KadMessage.findNode(host.peer().encode());
    return walks.walk(request, (from, answer) -> {}, enough, timeout).end();
  }

  private static boolean passes(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
