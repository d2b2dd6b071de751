package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.manage.HoldPolicy;
import org.trustnet.libp2p.host.manage.TrimPolicy;
import org.trustnet.multiformats.Multiaddr;

/** Dials that are bound to some addresses. An edge: real sockets, real time. */
@ChecksLeaks
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StrictDialTest {
  private static final HoldPolicy QUICK =
      new HoldPolicy(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(1));

  private final TestHosts hosts = new TestHosts();
  private HostNode a;
  private HostNode b;
  private Multiaddr dead;

  @BeforeEach
  void start() throws IOException {
    a = hosts.start(TestHosts.config().withKept(new HostConfig.Kept(TrimPolicy.defaults(), QUICK)));
    b = hosts.start();
    a.addressBook().add(b.peer(), b.listenAddresses(), Duration.ofHours(1));
    dead = unused();
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  /** An address where nobody listens any more. */
  private static Multiaddr unused() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + socket.getLocalPort());
    }
  }

  @Test
  void addressOfTheAddressBookIsNotDialledWhereOnlyOthersAreAllowed() {
    DialOutcome strict = a.connect(b.peer(), DialTargets.only(List.of(dead)), TestHosts.PATIENCE);

    assertThat(strict)
        .isInstanceOfSatisfying(
            DialOutcome.Failed.class,
            failed ->
                assertThat(failed.attempts())
                    .extracting(DialOutcome.Attempt::address)
                    .containsExactly(dead));
    assertThat(b.connections()).isEmpty();
    assertThat(a.connect(b.peer(), DialTargets.only(List.of()), TestHosts.PATIENCE))
        .isInstanceOf(DialOutcome.NoAddress.class);
    assertThat(a.connect(b.peer(), List.of(dead), TestHosts.PATIENCE))
        .isInstanceOf(DialOutcome.Connected.class);
  }

  @Test
  void addressThatAUserNamesIsDialledThoughThePeerFailedAMomentAgo() {
    HostNode c = hosts.start();
    assertThat(c.connect(b.peer(), List.of(dead), TestHosts.PATIENCE))
        .isInstanceOf(DialOutcome.Failed.class);
    assertThat(c.connect(b.peer(), b.listenAddresses(), TestHosts.PATIENCE))
        .as("of one's own accord")
        .isInstanceOf(DialOutcome.BackedOff.class);

    assertThat(c.connect(b.peer(), DialTargets.named(List.of(dead)), TestHosts.PATIENCE))
        .as("tried again, not put off")
        .isInstanceOf(DialOutcome.Failed.class);
    assertThat(c.connect(b.peer(), DialTargets.named(b.listenAddresses()), TestHosts.PATIENCE))
        .isInstanceOf(DialOutcome.Connected.class);
  }

  @Test
  void dialThatIsBoundToNoAddressIsNoneForThoseWhoTakeAny() {
    assertThat(Dialer.Goal.of(b.peer(), DialTargets.only(List.of())))
        .isNotEqualTo(Dialer.Goal.of(b.peer(), DialTargets.beside(List.of())))
        .isEqualTo(Dialer.Goal.of(b.peer(), DialTargets.only(List.of())));
  }

  @Test
  void connectionThatThePeerBeganIsGoodWhereverItCameFrom() {
    TestHosts.connect(b, a);
    Eventually.holds(() -> !a.connections(b.peer()).isEmpty());

    assertThat(a.connect(b.peer(), DialTargets.only(List.of(dead)), TestHosts.PATIENCE))
        .isInstanceOfSatisfying(
            DialOutcome.Connected.class, outcome -> assertThat(outcome.reused()).isTrue());
  }

  @Test
  void heldPeerIsDialledAgainAndAgainAtItsListedAddressOnly() throws Exception {
    CountDownLatch asked = new CountDownLatch(3);
    a.connectionManager()
        .hold(
            b.peer(),
            "list",
            () -> {
              asked.countDown();
              return DialTargets.only(List.of(dead));
            });
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(b.connections()).isEmpty();
    assertThat(a.connections()).isEmpty();

    a.connectionManager().hold(b.peer(), "list", () -> DialTargets.only(b.listenAddresses()));

    Eventually.holds(() -> !a.connections(b.peer()).isEmpty());
  }

  @Test
  void everyDialForAHeldPeerPassesItsGate() {
    AtomicInteger passed = new AtomicInteger();
    DialTargets twice =
        DialTargets.beside(List.of())
            .through(
                address ->
                    passed.incrementAndGet() <= 2 ? Optional.empty() : Optional.of("enough"));
    a.connectionManager().hold(b.peer(), "list", () -> twice);
    Eventually.holds(() -> !a.connections(b.peer()).isEmpty());
    a.connections(b.peer()).forEach(Connection::close);
    Eventually.holds(() -> passed.get() == 2 && !a.connections(b.peer()).isEmpty());
    a.connections(b.peer()).forEach(Connection::close);
    Eventually.holds(() -> passed.get() >= 4);
    assertThat(a.connections(b.peer())).isEmpty();
    assertThat(a.connect(b.peer(), twice, TestHosts.PATIENCE))
        .isEqualTo(new DialOutcome.Limited("enough"));
    assertThat(TestHosts.dial(a, b)).isInstanceOf(DialOutcome.Connected.class);
  }

  @Test
  void peerThatIsReleasedWhileItIsDialledIsNotConnectedByThat() throws Exception {
    CountDownLatch dialling = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    a.connectionManager()
        .hold(
            b.peer(),
            "list",
            () ->
                DialTargets.only(b.listenAddresses())
                    .through(
                        address -> {
                          dialling.countDown();
                          await(released);
                          return Optional.empty();
                        }));
    assertThat(dialling.await(30, TimeUnit.SECONDS)).isTrue();
    a.connectionManager().release(b.peer(), "list");
    released.countDown();

    Eventually.holds(() -> a.addressBook().remembered(1).getFirst().successes() == 1);
    Eventually.holds(() -> a.connections(b.peer()).isEmpty());
    Eventually.holds(() -> b.connections(a.peer()).isEmpty());
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody released it");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
