package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.ping.Ping;
import org.trustnet.libp2p.ping.PingConfig;
import org.trustnet.libp2p.ping.PingOutcome;
import org.trustnet.libp2p.transport.EventLoops;
import org.trustnet.libp2p.transport.tcp.TcpConfig;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.testkit.guard.PinsNoCarrier;

/** What carries connections: NIO and epoll, IPv6 and IPv4. An edge: real sockets, real time. */
@ChecksLeaks
@PinsNoCarrier
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TransportsTest {
  private static final String PROTOCOL = "/test/echo/1.0.0";
  private static final int MEGABYTE = 1 << 20;

  private final TestHosts hosts = new TestHosts();

  @AfterEach
  void close() {
    hosts.close();
  }

  private static HostConfig config(EventLoops.Io io) {
    HostConfig config = TestHosts.config();
    Duration timeout = config.wire().tcp().connectTimeout();
    return config.withWire(config.wire().withTcp(new TcpConfig(timeout, io)));
  }

  private static void echo(Stream stream) throws StreamException {
    byte[] buffer = new byte[16_384];
    for (int count = stream.read(buffer, 0, buffer.length, TestHosts.PATIENCE);
        count >= 0;
        count = stream.read(buffer, 0, buffer.length, TestHosts.PATIENCE)) {
      stream.write(Bytes.copyOf(buffer, 0, count), TestHosts.PATIENCE);
    }
  }

  /** A ping each way, and a megabyte there and back. */
  private static void assertCarries(HostNode from, HostNode to) throws Exception {
    assertThat(ping(from, to)).isInstanceOf(PingOutcome.Answered.class);
    assertThat(ping(to, from)).isInstanceOf(PingOutcome.Answered.class);
    to.handle(PROTOCOL, TransportsTest::echo);
    byte[] sent = new byte[MEGABYTE];
    new Random(3).nextBytes(sent);
    byte[] back = new byte[MEGABYTE];
    try (Stream stream = from.open(to.peer(), List.of(PROTOCOL), TestHosts.PATIENCE)) {
      Thread writer = Thread.startVirtualThread(() -> write(stream, Bytes.wrap(sent)));
      for (int at = 0; at < back.length; ) {
        int count = stream.read(back, at, back.length - at, TestHosts.PATIENCE);
        assertThat(count).isPositive();
        at += count;
      }
      writer.join();
    }
    assertThat(back).isEqualTo(sent);
  }

  private static void write(Stream stream, Bytes all) {
    try {
      stream.write(all, TestHosts.PATIENCE);
    } catch (StreamException e) {
      stream.reset();
    }
  }

  private static PingOutcome ping(HostNode from, HostNode to) {
    return new Ping(from, PingConfig.defaults(), new SecureRandom(), TestHosts.NANOS)
        .ping(to.peer(), TestHosts.PATIENCE);
  }

  @Test
  void portableLoopsUseNioAndTheFastestUseEpollWhereItIs() {
    try (EventLoops portable = EventLoops.start(1, EventLoops.Io.PORTABLE);
        EventLoops fastest = EventLoops.start(1, EventLoops.Io.FASTEST)) {
      assertThat(portable.socketChannel()).isEqualTo(NioSocketChannel.class);
      assertThat(portable.ip6Only()).isEmpty();
      assertThat(fastest.ip6Only().isPresent()).isEqualTo(Epoll.isAvailable());
      assertThat(fastest.socketChannel())
          .isEqualTo(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"PORTABLE, PORTABLE", "PORTABLE, FASTEST", "FASTEST, PORTABLE"})
  void hostsTalkOverNio(EventLoops.Io dialer, EventLoops.Io listener) throws Exception {
    HostNode a = hosts.start(config(dialer));
    HostNode b = hosts.start(config(listener));
    TestHosts.connect(a, b);
    assertCarries(a, b);
  }

  @ParameterizedTest
  @EnumSource(HostConfig.Security.class)
  void hostsTalkOverNioWithEitherSecurity(HostConfig.Security security) throws Exception {
    HostConfig config = config(EventLoops.Io.PORTABLE);
    HostConfig only = config.withWire(config.wire().withSecurity(security));
    HostNode a = hosts.start(only);
    HostNode b = hosts.start(only);
    TestHosts.connect(a, b);
    assertCarries(a, b);
  }

  @ParameterizedTest
  @EnumSource(EventLoops.Io.class)
  void hostsTalkOverIpv6(EventLoops.Io io) throws Exception {
    HostConfig v6 = config(io).withListen(Multiaddr.parse("/ip6/::1/tcp/0"));
    HostNode a = hosts.start(v6);
    HostNode b = hosts.start(v6);
    assertThat(b.listenAddresses())
        .singleElement()
        .satisfies(address -> assertThat(address.toString()).startsWith("/ip6/::1/tcp/"));

    Connection connection = TestHosts.connect(a, b);

    assertThat(connection.remoteAddress()).isEqualTo(b.listenAddresses().getFirst());
    assertThat(connection.localAddress().toString()).startsWith("/ip6/::1/tcp/");
    assertCarries(a, b);
  }

  @Test
  void hostThatListensOnBothIsReachedOverEither() {
    Multiaddr four = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
    Multiaddr six = Multiaddr.parse("/ip6/::1/tcp/0");
    HostNode both = hosts.start(TestHosts.config().withListen(four, six));
    for (Multiaddr address : both.listenAddresses()) {
      HostNode dialer = hosts.start();
      assertThat(dialer.connect(both.peer(), List.of(address), TestHosts.PATIENCE))
          .isInstanceOfSatisfying(
              org.trustnet.libp2p.host.DialOutcome.Connected.class,
              made -> assertThat(made.connection().remoteAddress()).isEqualTo(address));
    }
    assertThat(both.listenAddresses()).hasSize(2);
  }
}
