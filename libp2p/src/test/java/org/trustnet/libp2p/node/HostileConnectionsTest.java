package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.transport.UpgradeConfig;
import org.trustnet.libp2p.yamux.YamuxConfig;
import org.trustnet.multiformats.Multiaddr;

/** Strangers on a raw socket, and what becomes of them. An edge: real sockets, real time. */
@ChecksLeaks
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileConnectionsTest {
  private static final byte[] HELLO =
      "\u0013/multistream/1.0.0\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] NOISE = "\u0007/noise\n".getBytes(StandardCharsets.ISO_8859_1);

  private final TestHosts hosts = new TestHosts();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    hosts.close();
  }

  private static HostConfig impatient(int halfOpen) {
    HostConfig.Wire wire = HostConfig.Wire.defaults();
    ResourceLimits limits = ResourceLimits.defaults();
    return TestHosts.config()
        .withWire(
            new HostConfig.Wire(
                wire.security(),
                wire.tcp(),
                new UpgradeConfig(Duration.ofSeconds(3), YamuxConfig.defaults()),
                wire.loops(),
                wire.cryptoThreads()))
        .withLimits(
            new ResourceLimits(
                    new ResourceLimits.Connections(64, 64, 64, halfOpen, 8),
                    limits.groups(),
                    limits.streams(),
                    limits.buffers())
                .withLoopback(ResourceLimits.Loopback.BY_PORT));
  }

  private Socket connect(HostNode to) throws IOException {
    int port = to.listenAddresses().getFirst().port().orElseThrow();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u00ff\u00ff\u00ff\u00ff\u00ff", "\u0000"})
  void garbageEndsTheConnectionAtOnce(String garbage) throws Exception {
    HostNode host = hosts.start();
    Socket socket = connect(host);

    socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));

    assertEndsWithout(socket.getInputStream(), 4_096);
    assertStillServes(host);
  }

  @Test
  void aTlsHelloOutsideOfMultistreamEndsTheConnection() throws Exception {
    HostNode host = hosts.start();
    Socket socket = connect(host);

    socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00});

    assertEndsWithout(socket.getInputStream(), 4_096);
  }

  @Test
  void whoeverSaysNothingIsCutOffInTime() throws Exception {
    HostNode host = hosts.start(impatient(16));

    assertEndsWithout(connect(host).getInputStream(), 0);
    assertStillServes(host);
  }

  @Test
  void bytesThatDribbleDoNotStretchTheTimeForTheUpgrade() throws Exception {
    HostNode host = hosts.start(impatient(16));
    Socket socket = connect(host);
    socket.setSoTimeout(100);
    InputStream in = socket.getInputStream();

    int sent = 0;
    boolean ended = false;
    while (!ended && sent < 10_000) {
      try {
        socket.getOutputStream().write(sent < HELLO.length ? HELLO[sent] : 0x7f);
        sent++;
        ended = in.read() < 0;
      } catch (java.net.SocketTimeoutException e) {
        ended = false;
      } catch (IOException e) {
        ended = true;
      }
    }

    assertThat(sent).isLessThan(120);
  }

  @Test
  void aPeerThatDiesWithinTheHandshakeLeavesNothingBehind() throws Exception {
    HostNode host = hosts.start(impatient(4));
    for (int i = 0; i < 12; i++) {
      Socket socket = connect(host);
      socket.getOutputStream().write(HELLO);
      socket.getOutputStream().write(NOISE);
      socket.getOutputStream().write(new byte[] {0, 32, 1, 2, 3});
      assertThat(socket.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
      socket.close();
    }

    assertStillServes(host);
  }

  @Test
  void aFloodOfHalfOpenConnectionsTakesNoMoreThanItsPlaces() throws Exception {
    HostNode host = hosts.start(impatient(8));
    for (int i = 0; i < 32; i++) {
      connect(host);
    }

    int refusedAtOnce = 0;
    for (Socket socket : sockets) {
      socket.setSoTimeout(20_000);
      try {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        refusedAtOnce++;
      } catch (IOException e) {
        refusedAtOnce++;
      }
    }

    assertThat(refusedAtOnce).isEqualTo(32);
    assertStillServes(host);
  }

  @ParameterizedTest
  @EnumSource(HostConfig.Security.class)
  void aPeerWithAnotherKeyIsNotTheOneThatWasDialled(HostConfig.Security security) {
    HostConfig config =
        TestHosts.config().withWire(HostConfig.Wire.defaults().withSecurity(security));
    HostNode a = hosts.start(config);
    HostNode b = hosts.start(config);

    DialOutcome outcome =
        a.connect(TestHosts.key().peerId(), b.listenAddresses(), TestHosts.PATIENCE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            DialOutcome.Failed.class,
            failed ->
                assertThat(failed.attempts())
                    .singleElement()
                    .satisfies(
                        attempt ->
                            assertThat(attempt.reason())
                                .startsWith("another peer than the one asked for: ")
                                .contains(b.peer().toString())));
    assertThat(a.connections()).isEmpty();
  }

  @Test
  void twoPeersWithoutACommonSecurityProtocolDoNotConnect() {
    HostConfig.Wire wire = HostConfig.Wire.defaults();
    HostNode a =
        hosts.start(TestHosts.config().withWire(wire.withSecurity(HostConfig.Security.NOISE)));
    HostNode b =
        hosts.start(TestHosts.config().withWire(wire.withSecurity(HostConfig.Security.TLS)));

    assertThat(TestHosts.dial(a, b)).isInstanceOf(DialOutcome.Failed.class);
  }

  @Test
  void doesNotDialItself() {
    HostNode host = hosts.start();

    assertThat(TestHosts.dial(host, host)).isInstanceOf(DialOutcome.Refused.class);
  }

  @Test
  void anAddressWhereNobodyListensFailsWithItsReason() throws Exception {
    HostNode host = hosts.start();
    int port;
    try (java.net.ServerSocket free =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    DialOutcome outcome =
        host.connect(
            TestHosts.key().peerId(),
            List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port)),
            TestHosts.PATIENCE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            DialOutcome.Failed.class,
            failed ->
                assertThat(failed.attempts().getFirst().reason()).isEqualTo("connection refused"));
  }

  @Test
  void whoMayNotConnectIsTurnedAwayAfterTheHandshakeAndNotDialled() {
    HostNode stranger = hosts.start();
    Access nobody = (peer, permission) -> false;
    HostNode host = hosts.start(TestHosts.key(), TestHosts.config(), nobody);

    assertThat(TestHosts.dial(host, stranger)).isInstanceOf(DialOutcome.Refused.class);
    TestHosts.dial(stranger, host);
    Eventually.holds(() -> stranger.connections(host.peer()).isEmpty());
    assertThat(host.connections()).isEmpty();
  }

  private void assertStillServes(HostNode host) {
    HostNode friend = hosts.start();
    assertThat(TestHosts.connect(friend, host).isOpen()).isTrue();
  }

  private static void assertEndsWithout(InputStream in, int most) throws IOException {
    try {
      assertThat(in.readAllBytes().length).isLessThanOrEqualTo(most);
    } catch (java.net.SocketException e) {
      assertThat(e.getMessage()).contains("reset");
    }
  }
}
