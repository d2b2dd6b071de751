package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.manage.HoldPolicy;
import org.trustnet.libp2p.host.manage.TrimPolicy;
import org.trustnet.libp2p.transport.UpgradeConfig;
import org.trustnet.libp2p.yamux.YamuxConfig;
import org.trustnet.multiformats.PeerId;

/** The life of connections between our own hosts. An edge: real sockets, real time. */
@ChecksLeaks
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConnectionsTest {
  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void close() {
    hosts.close();
  }

  @Test
  void manyCallersShareOneDial() throws Exception {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    List<Future<DialOutcome>> outcomes = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        outcomes.add(callers.submit(() -> TestHosts.dial(a, b)));
      }
    }

    for (Future<DialOutcome> outcome : outcomes) {
      assertThat(outcome.get()).isInstanceOf(DialOutcome.Connected.class);
    }
    assertThat(a.connections(b.peer())).hasSize(1);
    assertThat(TestHosts.dial(a, b))
        .isInstanceOfSatisfying(
            DialOutcome.Connected.class, again -> assertThat(again.reused()).isTrue());
  }

  @Test
  void aConnectionKnowsItsRoundTripOnceItWasMeasured() {
    HostConfig.Wire wire = HostConfig.Wire.defaults();
    YamuxConfig yamux = YamuxConfig.defaults();
    YamuxConfig.KeepAlive soon =
        new YamuxConfig.KeepAlive(Duration.ofSeconds(4), Duration.ofMillis(3_900));
    HostConfig often =
        TestHosts.config()
            .withWire(
                new HostConfig.Wire(
                    wire.security(),
                    wire.tcp(),
                    new UpgradeConfig(
                        Duration.ofSeconds(60),
                        new YamuxConfig(yamux.streams(), yamux.buffers(), yamux.budgets(), soon)),
                    wire.loops(),
                    wire.cryptoThreads()));
    HostNode b = hosts.start();

    Connection measured = TestHosts.connect(hosts.start(often), b);
    Eventually.holds(() -> measured.latency().isPresent());

    assertThat(measured.latency().orElseThrow()).isPositive();
    assertThat(TestHosts.connect(hosts.start(), b).latency()).isEmpty();
  }

  @Test
  void listenersHearOfAConnectionInOrder() {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    List<String> heard = new CopyOnWriteArrayList<>();
    b.listen(
        new HostListener() {
          @Override
          public void onConnected(Connection connection) {
            heard.add("connected " + connection.id());
          }

          @Override
          public void onIdentified(Connection connection, Identity identity) {
            heard.add("identified " + connection.id());
          }

          @Override
          public void onDisconnected(Connection connection) {
            heard.add("disconnected " + connection.id());
          }
        });

    Connection connection = TestHosts.connect(a, b);
    Eventually.holds(() -> heard.size() == 2);
    connection.close();
    Eventually.holds(() -> heard.size() == 3);

    assertThat(heard).containsExactly("connected 1", "identified 1", "disconnected 1");
  }

  @Test
  void aHostThatClosesSaysGoodbye() {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    Connection connection = TestHosts.connect(a, b);

    b.close();

    Eventually.holds(() -> !connection.isOpen());
    assertThat(TestHosts.dial(b, a)).isInstanceOf(DialOutcome.Refused.class);
    assertThat(TestHosts.dial(a, b)).isInstanceOf(DialOutcome.Failed.class);
  }

  @Test
  void aPeerThatMayNoLongerConnectIsDisconnected() {
    Set<PeerId> blocked = ConcurrentHashMap.newKeySet();
    Access access = (peer, permission) -> !blocked.contains(peer);
    HostNode a = hosts.start();
    HostNode b = hosts.start(TestHosts.key(), TestHosts.config(), access);
    Connection connection = TestHosts.connect(a, b);

    blocked.add(a.peer());
    b.reconsider(a.peer());

    Eventually.holds(() -> !connection.isOpen());
    Eventually.holds(() -> b.connections().isEmpty());
  }

  @Test
  void aPeerThatIsBarredWhileItIsTakenInDoesNotStay() {
    List<String> heard = new CopyOnWriteArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    Access once = (peer, permission) -> asked.getAndIncrement() == 0;
    HostNode a = hosts.start();
    HostNode b = hosts.start(TestHosts.key(), TestHosts.config(), once);
    b.listen(
        new HostListener() {
          @Override
          public void onDisconnected(Connection connection) {
            heard.add("disconnected " + connection.peer());
          }
        });

    TestHosts.dial(a, b);

    Eventually.holds(() -> heard.equals(List.of("disconnected " + a.peer())));
    assertThat(b.connections()).isEmpty();
  }

  @Test
  void aHeldPeerIsDialledAgainAfterALoss() {
    HoldPolicy quick =
        new HoldPolicy(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(1));
    HostNode a =
        hosts.start(TestHosts.config().withKept(new HostConfig.Kept(TrimPolicy.defaults(), quick)));
    HostNode b = hosts.start();

    a.connectionManager().hold(b.peer(), "test", b.listenAddresses());
    Eventually.holds(() -> a.connections(b.peer()).size() == 1);
    Connection first = a.connections(b.peer()).getFirst();
    first.close();

    Eventually.holds(() -> a.connections(b.peer()).stream().anyMatch(c -> c.id() != first.id()));
  }

  @Test
  void connectionsAboveTheHighWaterMarkAreTrimmedButNotProtectedOnes() {
    TrimPolicy tight = new TrimPolicy(1, 2, Duration.ZERO);
    HostNode hub =
        hosts.start(TestHosts.config().withKept(new HostConfig.Kept(tight, HoldPolicy.defaults())));
    List<HostNode> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      HostNode other = hosts.start();
      TestHosts.connect(hub, other);
      others.add(other);
    }
    hub.connectionManager().protect(others.getFirst().peer(), "test");

    hub.trim();

    Eventually.holds(() -> hub.connections().size() <= 2);
    assertThat(hub.connections(others.getFirst().peer())).hasSize(1);
  }

  @Test
  void aNewProtocolIsPushedToThosePeersThatAreConnected() {
    HostNode a = hosts.start();
    HostNode b = hosts.start();
    List<HostListener.Identity> heard = new CopyOnWriteArrayList<>();
    a.listen(
        new HostListener() {
          @Override
          public void onIdentified(Connection connection, Identity identity) {
            heard.add(identity);
          }
        });
    TestHosts.connect(a, b);
    Eventually.holds(() -> !heard.isEmpty());

    b.handle("/test/late/1.0.0", stream -> {});

    Eventually.holds(() -> heard.getLast().protocols().contains("/test/late/1.0.0"));
    assertThat(a.addressBook().protocols(b.peer())).contains("/test/late/1.0.0");
    assertThat(a.addressBook().signedRecord(b.peer())).isPresent();
  }
}
