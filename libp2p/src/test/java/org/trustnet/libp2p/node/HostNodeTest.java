package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.ping.PingConfig;
import org.trustnet.libp2p.ping.PingOutcome;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

class HostNodeTest {
  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void close() {
    hosts.close();
  }

  @ParameterizedTest
  @EnumSource(HostConfig.Security.class)
  void connectsIdentifiesAndPingsBothWays(HostConfig.Security security) throws Exception {
    HostConfig config =
        TestHosts.config().withWire(HostConfig.Wire.defaults().withSecurity(security));
    HostNode a = hosts.start(config);
    HostNode b = hosts.start(config);
    BlockingQueue<HostListener.Identity> heardByA = identities(a);
    BlockingQueue<HostListener.Identity> heardByB = identities(b);

    Connection connection = TestHosts.connect(a, b);

    assertThat(connection.peer()).isEqualTo(b.peer());
    assertThat(connection.security())
        .isEqualTo(security == HostConfig.Security.TLS ? "/tls/1.0.0" : "/noise");
    HostListener.Identity ofB = heardByA.poll(10, TimeUnit.SECONDS);
    HostListener.Identity ofA = heardByB.poll(10, TimeUnit.SECONDS);
    assertThat(ofB.agent()).isEqualTo("trustnet");
    assertThat(ofB.protocols()).containsExactlyInAnyOrderElementsOf(b.protocols());
    assertThat(ofB.addresses()).isEqualTo(b.listenAddresses());
    assertThat(ofA.observed()).contains(connection.remoteAddress());
    assertThat(ping(a, b)).isInstanceOf(PingOutcome.Answered.class);
    assertThat(ping(b, a)).isInstanceOf(PingOutcome.Answered.class);
  }

  @Test
  void announcesAtOnceWhileNobodyIsConnected() throws Exception {
    IdentifyConfig d = IdentifyConfig.defaults();
    IdentifyConfig slow =
        new IdentifyConfig(
            d.agent(), d.protocolVersion(), d.timeout(), Duration.ofHours(1), d.addressLife());
    HostNode a = hosts.start(TestHosts.config().withIdentify(slow));
    HostNode b = hosts.start();
    BlockingQueue<HostListener.Identity> heard = identities(b);
    CountDownLatch announced = new CountDownLatch(1);
    a.listen(
        new HostListener() {
          @Override
          public void onAnnouncementChanged() {
            announced.countDown();
          }
        });

    a.handle("/x/new/1.0.0", stream -> {});

    assertThat(announced.await(10, TimeUnit.SECONDS)).isTrue();
    TestHosts.connect(b, a);
    assertThat(heard.poll(10, TimeUnit.SECONDS).protocols()).contains("/x/new/1.0.0");
  }

  /** It comes while the host asks for the addresses of the machine, its sockets being bound. */
  @Test
  void tellsItsAddressesToThePeerThatComesBeforeItKnowsThem() throws Exception {
    HostNode early = hosts.start();
    CompletableFuture<HostListener.Identity> heard = new CompletableFuture<>();
    listen(early, heard::complete);
    PrivateKey key = TestHosts.key();
    Multiaddr place = freePlace();
    AtomicBoolean looked = new AtomicBoolean();
    Supplier<List<IpAddress>> interfaces =
        () -> {
          if (looked.compareAndSet(false, true)) {
            Thread.ofVirtual()
                .start(() -> early.connect(key.peerId(), List.of(place), TestHosts.PATIENCE));
            heard.copy().completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join();
          }
          return List.of(IpAddress.parse4("127.0.0.1"));
        };
    HostConfig everywhere =
        TestHosts.config().withListen(place, Multiaddr.parse("/ip4/0.0.0.0/tcp/0"));

    try (HostNode host =
        HostNode.start(key, everywhere, TestHosts.environment(Access.open()), interfaces)) {
      assertThat(heard.get(10, TimeUnit.SECONDS).addresses())
          .hasSize(2)
          .isEqualTo(host.announcedAddresses());
    }
  }

  @Test
  void leavesNoSocketBehindWhenItsStartFails() throws Exception {
    Multiaddr place = freePlace();
    HostConfig everywhere =
        TestHosts.config().withListen(place, Multiaddr.parse("/ip4/0.0.0.0/tcp/0"));
    Supplier<List<IpAddress>> failing =
        () -> {
          throw new IllegalStateException("planted");
        };

    assertThatThrownBy(
            () ->
                HostNode.start(
                    TestHosts.key(), everywhere, TestHosts.environment(Access.open()), failing))
        .hasMessage("planted");

    InetAddress ip = InetAddress.ofLiteral(place.ip().orElseThrow().toString());
    try (Socket socket = new Socket()) {
      InetSocketAddress there = new InetSocketAddress(ip, place.port().orElseThrow());
      assertThatThrownBy(() -> socket.connect(there)).isInstanceOf(ConnectException.class);
    }
  }

  /** One that nobody else takes meanwhile: on a loopback address that is used nowhere else. */
  private static Multiaddr freePlace() throws IOException {
    IpAddress ip = IpAddress.parse4("127.93.7.1");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(ip.toString()))) {
      return Multiaddr.tcp(ip, socket.getLocalPort());
    }
  }

  private static PingOutcome ping(HostNode from, HostNode to) {
    Ping ping = new Ping(from, PingConfig.defaults(), new SecureRandom(), System::nanoTime);
    return ping.ping(to.peer(), TestHosts.PATIENCE);
  }

  private static BlockingQueue<HostListener.Identity> identities(HostNode of) {
    BlockingQueue<HostListener.Identity> heard = new LinkedBlockingQueue<>();
    listen(of, heard::add);
    return heard;
  }

  private static void listen(HostNode of, Consumer<HostListener.Identity> heard) {
    of.listen(
        new HostListener() {
          @Override
          public void onIdentified(Connection connection, Identity identity) {
            heard.accept(identity);
          }
        });
  }
}
