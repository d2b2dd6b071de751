package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.node.Announce;
import org.trustnet.libp2p.node.HostNode;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.libp2p.rpc.MessageStream;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/** What a peer that lies about others achieves. An edge: real sockets, real time. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class KadForgeriesTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  private final TestHosts hosts = new TestHosts();
  private final HostNode victim = hosts.start();
  private final List<Trap> traps = new ArrayList<>();
  private Kad kad;

  @AfterEach
  void close() throws IOException {
    kad.close();
    for (Trap trap : traps) {
      trap.close();
    }
    hosts.close();
  }

  /** A port that counts who comes, and turns everybody away. */
  private static final class Trap {
    final AtomicInteger visits = new AtomicInteger();
    private final ServerSocket socket = new ServerSocket();

    Trap() throws IOException {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Thread.ofVirtual().start(this::run);
    }

    private void run() {
      while (!socket.isClosed()) {
        try (Socket _ = socket.accept()) {
          visits.incrementAndGet();
        } catch (IOException e) {
          // the test is over, or the visitor has left again
        }
      }
    }

    Multiaddr address() {
      return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + socket.getLocalPort());
    }

    void close() throws IOException {
      socket.close();
    }
  }

  /** Has the victim know one peer, which says where others are. */
  private void lies(KadConfig config, Function<Bytes, List<PeerInfo>> closer) throws IOException {
    var store = new MemoryRecordStore(victim.peer(), RecordLimits.DEFAULT, RecordChanges.ignored());
    Namespaces validator = Namespaces.withIpns(new NumberValidator());
    KadClock clock = new KadClock(TestHosts.NANOS, () -> Instant.EPOCH);
    kad = new Kad(victim, config, new Kad.Tools(store, validator, clock, new Random(1)));
    kad.start();
    HostNode liar =
        hosts.start(
            TestHosts.config()
                .withAnnounce(
                    new Announce(List.of(Multiaddr.parse("/ip4/11.0.0.1/tcp/1")), List.of())));
    liar.handle(config.protocol(), stream -> lie(stream, closer));
    assertThat(TestHosts.dial(victim, liar)).isInstanceOf(DialOutcome.Connected.class);
    await(() -> kad.tableSize() == 1);
  }

  private static void lie(Stream stream, Function<Bytes, List<PeerInfo>> closer)
      throws StreamException {
    MessageStream messages = new MessageStream(stream, TestHosts.NANOS);
    for (; ; ) {
      Optional<Bytes> request = messages.read(KadWire.MAX_REQUEST, TIME);
      if (request.isEmpty()) {
        return;
      }
      Bytes key = KadWire.decode(request.get()).key();
      messages.write(
          KadWire.encode(
              new KadMessage(
                  KadMessage.Type.FIND_NODE, key, Optional.empty(), closer.apply(key), List.of())),
          TIME);
    }
  }

  private static void await(BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      for (int i = 0; i < 4_000 && !condition.getAsBoolean(); i++) {
        assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void thePublicDhtLeadsToNoAddressOfThisMachineNotEvenForThePeerThatIsSought() throws Exception {
    PeerId sought = TestHosts.key().peerId();
    Trap trap = trap();
    lies(
        KadConfig.wan(KadConfig.Scope.NETWORK),
        key -> List.of(new PeerInfo(sought, List.of(trap.address()))));

    assertThat(kad.findPeer(sought, TIME)).isEmpty();
    assertThat(trap.visits).hasValue(0);
  }

  @Test
  void aForgedAddressNeitherBecomesThePeersNorKeepsItFromBeingFound() throws Exception {
    HostNode real = hosts.start();
    HostNode impostor = hosts.start();
    Multiaddr ours = victim.listenAddresses().getFirst();
    lies(
        KadConfig.wan(KadConfig.Scope.LOOPBACK),
        key ->
            List.of(
                new PeerInfo(real.peer(), List.of(impostor.listenAddresses().getFirst(), ours))));

    kad.findPeer(real.peer(), TIME);

    assertThat(victim.connections()).as("to the liar alone").hasSize(1);
    assertThat(victim.connections(impostor.peer())).isEmpty();
    assertThat(victim.addressBook().addresses(real.peer()))
        .doesNotContain(ours)
        .doesNotContainAnyElementsOf(impostor.listenAddresses());
    assertThat(kad.tableSize()).isEqualTo(1);
    DialOutcome outcome =
        victim.connect(real.peer(), DialTargets.only(real.listenAddresses()), TIME);
    assertThat(outcome).isInstanceOf(DialOutcome.Connected.class);
  }

  @Test
  void thousandsOfForgedAddressesAreDialledOnceEachAtMostAndEndNothing() throws Exception {
    List<PeerInfo> invented = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      invented.add(new PeerInfo(TestPeers.peer(i), many(i, trap().address())));
    }
    lies(KadConfig.lan(KadConfig.Scope.LOOPBACK), key -> invented);

    kad.closestPeers(TestPeers.peer(7).encode(), TIME);

    assertThat(traps).extracting(trap -> trap.visits.get()).allMatch(visits -> visits <= 1);
    assertThat(traps.subList(KadWire.MAX_CLOSER, traps.size()))
        .as("of more peers than are taken from an answer")
        .allMatch(trap -> trap.visits.get() == 0);
    assertThat(traps).as("others are asked").anyMatch(trap -> trap.visits.get() == 1);
    assertThat(kad.tableSize()).isEqualTo(1);
    assertThat(victim.connections()).hasSize(1);
    assertThat(TestHosts.connect(hosts.start(), victim).isOpen()).isTrue();
  }

  private Trap trap() throws IOException {
    traps.add(new Trap());
    return traps.getLast();
  }

  /** Forty addresses: one where somebody counts, the others where nobody is. */
  private static List<Multiaddr> many(int number, Multiaddr first) {
    List<Multiaddr> all = new ArrayList<>(List.of(first));
    for (int i = 1; i < 40; i++) {
      all.add(Multiaddr.parse("/ip4/127.9." + number + "." + i + "/tcp/1"));
    }
    return all;
  }
}
