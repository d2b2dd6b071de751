package org.trustnet.libp2p.host.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

class ResourceBookTest {
  private static final long SECOND = 1_000_000_000L;
  private static final PeerId ANN = PeerId.of(Multihash.sha256(Bytes.utf8("ann")));
  private static final PeerId BEN = PeerId.of(Multihash.sha256(Bytes.utf8("ben")));

  private static final Runnable NOT_CLOSED =
      () -> {
        throw new AssertionError("closed, though there was room");
      };

  private final List<ConnectionPermit> permits = new ArrayList<>();
  private long now;

  private static ResourceLimits limits(ResourceLimits.Connections connections) {
    ResourceLimits d = ResourceLimits.defaults();
    return new ResourceLimits(connections, d.groups(), d.streams(), d.buffers());
  }

  private static IpAddress ip(String text) {
    return text.indexOf(':') < 0 ? IpAddress.parse4(text) : IpAddress.parse6(text);
  }

  /** The n-th of many addresses of many groups. */
  private static IpAddress scattered(int n) {
    return ip("11.0." + n / 250 + "." + n % 250);
  }

  private static <P extends AutoCloseable> P granted(Admission<P> admission) {
    assertThat(admission).isInstanceOf(Admission.Granted.class);
    return ((Admission.Granted<P>) admission).permit();
  }

  private static void refused(Admission<?> admission, Limit limit) {
    assertThat(admission).isEqualTo(new Admission.Refused<>(limit));
  }

  /** Grants up to the limit, refuses one more, grants again once one is given back. */
  private void holdsAt(int limit, Limit name, Supplier<Admission<ConnectionPermit>> ask) {
    for (int i = 0; i < limit; i++) {
      permits.add(granted(ask.get()));
    }
    refused(ask.get(), name);
    refused(ask.get(), name);
    permits.removeLast().close();
    permits.add(granted(ask.get()));
    refused(ask.get(), name);
  }

  @Test
  void limitsConnectionsInAll() {
    ResourceBook book =
        new ResourceBook(limits(new ResourceLimits.Connections(6, 9, 9, 9, 8)), new Random(1));
    permits.add(granted(book.accept(scattered(0), 1, now, NOT_CLOSED)));
    holdsAt(5, Limit.CONNECTIONS, book::dial);
    refused(book.accept(scattered(1), 1, now, NOT_CLOSED), Limit.CONNECTIONS);
    permits.forEach(ConnectionPermit::close);
    assertThat(book.connections()).isZero();
    assertThat(book.halfOpen()).isZero();
  }

  @Test
  void limitsInboundConnections() {
    ResourceBook book =
        new ResourceBook(limits(new ResourceLimits.Connections(9, 3, 9, 9, 8)), new Random(1));
    int[] next = {0};
    holdsAt(
        3, Limit.INBOUND_CONNECTIONS, () -> book.accept(scattered(next[0]++), 1, now, NOT_CLOSED));
    granted(book.dial());
  }

  @Test
  void limitsOutboundConnections() {
    ResourceBook book =
        new ResourceBook(limits(new ResourceLimits.Connections(9, 9, 3, 9, 8)), new Random(1));
    holdsAt(3, Limit.OUTBOUND_CONNECTIONS, book::dial);
    granted(book.accept(scattered(1), 1, now, NOT_CLOSED));
  }

  @Test
  void halfOpenConnectionsThatPeersDialledLeaveRoomForThoseThatWeDial() {
    ResourceBook book =
        new ResourceBook(limits(new ResourceLimits.Connections(20, 20, 20, 3, 8)), new Random(1));
    int[] closed = {0};
    for (int i = 0; i < 4; i++) {
      permits.add(granted(book.accept(scattered(i), 1, now, () -> closed[0]++)));
    }
    assertThat(closed[0]).as("the fourth takes the place of one").isEqualTo(1);
    assertThat(book.halfOpen()).isEqualTo(3);

    holdsAt(3, Limit.HALF_OPEN, book::dial);
    assertThat(book.halfOpen()).isEqualTo(6);
    permits.forEach(ConnectionPermit::close);
    assertThat(book.halfOpen()).isZero();
  }

  @Test
  void limitsHalfOpenConnectionsUntilTheyAreSecured() {
    ResourceBook book =
        new ResourceBook(limits(new ResourceLimits.Connections(9, 9, 9, 3, 8)), new Random(1));
    holdsAt(3, Limit.HALF_OPEN, book::dial);
    assertThat(permits.getFirst().attach(ANN)).isEmpty();
    granted(book.dial());
    refused(book.dial(), Limit.HALF_OPEN);
    assertThat(book.connections()).isEqualTo(4);
  }

  @Test
  void limitsConnectionsOfAPeer() {
    ResourceBook book = new ResourceBook(ResourceLimits.defaults(), new Random(1));
    for (int i = 0; i < 8; i++) {
      permits.add(granted(book.dial()));
      assertThat(permits.getLast().attach(ANN)).isEmpty();
    }
    ConnectionPermit over = granted(book.dial());
    assertThat(over.attach(ANN)).contains(Limit.CONNECTIONS_OF_PEER);
    over.close();
    over.close();
    assertThat(book.halfOpen()).isZero();
    assertThat(granted(book.dial()).attach(BEN)).isEmpty();
    permits.getFirst().close();
    assertThat(granted(book.dial()).attach(ANN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "8, CONNECTIONS_OF_IP4, 198.18.5.%d, 0",
    "8, CONNECTIONS_OF_IP6_SITE, 2a00:1:2:3400::%d, 1",
    "64, CONNECTIONS_OF_IP6_BLOCK, 2a00:1:2:%d00::1, 1",
    "8, CONNECTIONS_OF_IP4, 127.0.0.1, 0",
    "8, CONNECTIONS_OF_IP6_SITE, ::1, 0",
    "8, CONNECTIONS_OF_IP4, ::ffff:11.1.1.1, 0",
  })
  void limitsConnectionsOfANeighbourhood(int limit, Limit name, String pattern, int vary) {
    ResourceBook book = new ResourceBook(ResourceLimits.defaults(), new Random(1));
    int[] port = {1};
    holdsAt(
        limit,
        name,
        () -> {
          now += SECOND;
          int host = vary == 1 ? port[0]++ % 90 + 10 : 7;
          return book.accept(ip(pattern.replace("%d", "" + host)), port[0], now, NOT_CLOSED);
        });
  }

  @Test
  void mappedAddressesCountWithTheirIpv4Address() {
    ResourceBook book = new ResourceBook(ResourceLimits.defaults(), new Random(1));
    for (int i = 0; i < 4; i++) {
      granted(book.accept(ip("11.1.1.1"), i, now, NOT_CLOSED));
      granted(book.accept(ip("::ffff:11.1.1.1"), i, now, NOT_CLOSED));
    }
    now += SECOND;
    refused(book.accept(ip("11.1.1.1"), 9, now, NOT_CLOSED), Limit.CONNECTIONS_OF_IP4);
  }

  @Test
  void loopbackCountsByAddressAndPortWhenItIsNotGrouped() {
    ResourceLimits limits = ResourceLimits.defaults().withLoopback(ResourceLimits.Loopback.BY_PORT);
    ResourceBook book = new ResourceBook(limits, new Random(1));
    for (int port = 1; port <= 200; port++) {
      granted(book.accept(ip("127.0.0.1"), port, now, NOT_CLOSED)).attach(ANN);
    }
    for (int i = 0; i < 7; i++) {
      granted(book.accept(ip("127.0.0.1"), 5, now, NOT_CLOSED));
    }
    refused(book.accept(ip("127.0.0.1"), 5, now, NOT_CLOSED), Limit.CONNECTIONS_OF_IP4);
    granted(book.accept(ip("127.0.0.2"), 5, now, NOT_CLOSED));
    granted(book.accept(ip("::1"), 5, now, NOT_CLOSED));
  }

  @Test
  void limitsTheRateOfNewConnections() {
    ResourceBook book = new ResourceBook(ResourceLimits.defaults(), new Random(1));
    for (int i = 0; i < 10; i++) {
      granted(book.accept(ip("11.1.1.1"), i, now, NOT_CLOSED)).close();
    }
    refused(book.accept(ip("11.1.1.1"), 99, now, NOT_CLOSED), Limit.ACCEPT_RATE);
    granted(book.accept(ip("11.1.1.2"), 99, now, NOT_CLOSED));
    now += SECOND / 10;
    granted(book.accept(ip("11.1.1.1"), 99, now, NOT_CLOSED)).close();
    refused(book.accept(ip("11.1.1.1"), 99, now, NOT_CLOSED), Limit.ACCEPT_RATE);
  }

  @Test
  void refusedConnectionsLeaveNothingBehind() {
    ResourceBook book = new ResourceBook(ResourceLimits.defaults(), new Random(1));
    for (int i = 0; i < 100; i++) {
      book.accept(ip("11.1.1.1"), i, now, NOT_CLOSED);
    }
    assertThat(book.connections()).isEqualTo(8);
    assertThat(book.halfOpen()).isEqualTo(8);
  }

  @Test
  void tableOfGroupsIsBoundedAndForgetsIdleOnes() {
    GroupTable table = new GroupTable(ResourceLimits.defaults().groups(), 10);
    for (int i = 0; i < 9; i++) {
      assertThat(table.enter(scattered(i), 1, now)).isNull();
    }
    assertThat(table.enter(scattered(9), 1, now)).isEqualTo(Limit.ADDRESS_GROUPS);
    assertThat(table.enter(scattered(3), 1, now)).isNull();
    table.leave(scattered(5), 1);
    assertThat(table.enter(scattered(9), 1, now)).isEqualTo(Limit.ADDRESS_GROUPS);
    assertThat(table.enter(scattered(9), 1, now + SECOND)).isNull();
    assertThat(table.size()).isEqualTo(9);
  }

  private static ResourceBook streamBook(int total, int perConnection, int perPeer) {
    ResourceLimits d = ResourceLimits.defaults();
    return new ResourceBook(
        new ResourceLimits(
            d.connections(),
            d.groups(),
            new ResourceLimits.Streams(total, perConnection, perPeer, 5, Map.of("/ping", 2)),
            d.buffers()),
        new Random(1));
  }

  private static ConnectionPermit connection(ResourceBook book, PeerId peer) {
    ConnectionPermit permit = granted(book.dial());
    assertThat(permit.attach(peer)).isEmpty();
    return permit;
  }

  @Test
  void limitsStreamsOfAConnectionInEachDirection() {
    ConnectionPermit permit = connection(streamBook(100, 3, 50), ANN);
    StreamPermit first = granted(permit.inboundStream());
    granted(permit.inboundStream());
    granted(permit.inboundStream());
    refused(permit.inboundStream(), Limit.INBOUND_STREAMS_OF_CONNECTION);
    granted(permit.outboundStream());
    granted(permit.outboundStream());
    granted(permit.outboundStream());
    refused(permit.outboundStream(), Limit.OUTBOUND_STREAMS_OF_CONNECTION);
    first.close();
    first.close();
    assertThat(permit.streams()).isEqualTo(5);
    granted(permit.inboundStream());
    refused(permit.inboundStream(), Limit.INBOUND_STREAMS_OF_CONNECTION);
  }

  @Test
  void limitsStreamsOfAPeerOverItsConnections() {
    ResourceBook book = streamBook(100, 3, 4);
    ConnectionPermit one = connection(book, ANN);
    ConnectionPermit two = connection(book, ANN);
    for (int i = 0; i < 2; i++) {
      granted(one.inboundStream());
      granted(two.inboundStream());
      granted(one.outboundStream());
      granted(two.outboundStream());
    }
    refused(one.inboundStream(), Limit.INBOUND_STREAMS_OF_PEER);
    refused(two.outboundStream(), Limit.OUTBOUND_STREAMS_OF_PEER);
    granted(connection(book, BEN).inboundStream());
  }

  @Test
  void limitsStreamsInAll() {
    ResourceBook book = streamBook(2, 9, 9);
    ConnectionPermit one = connection(book, ANN);
    StreamPermit stream = granted(one.inboundStream());
    granted(one.outboundStream());
    refused(connection(book, BEN).inboundStream(), Limit.STREAMS);
    stream.close();
    granted(one.inboundStream());
  }

  @Test
  void limitsStreamsOfAProtocol() {
    ResourceBook book = streamBook(100, 50, 50);
    ConnectionPermit one = connection(book, ANN);
    StreamPermit first = granted(one.inboundStream());
    assertThat(first.protocol("/ping")).isEmpty();
    assertThat(granted(one.inboundStream()).protocol("/ping")).isEmpty();
    StreamPermit over = granted(connection(book, ANN).inboundStream());
    assertThat(over.protocol("/ping")).contains(Limit.STREAMS_OF_PROTOCOL);
    over.close();
    assertThat(granted(connection(book, BEN).inboundStream()).protocol("/ping")).isEmpty();
    first.close();
    assertThat(granted(one.inboundStream()).protocol("/ping")).isEmpty();
    for (int i = 0; i < 5; i++) {
      assertThat(granted(one.inboundStream()).protocol("/other")).isEmpty();
    }
    assertThat(granted(one.inboundStream()).protocol("/other")).contains(Limit.STREAMS_OF_PROTOCOL);
  }

  @Test
  void streamsMayOutliveTheirConnection() {
    ResourceBook book = streamBook(10, 5, 5);
    ConnectionPermit permit = connection(book, ANN);
    StreamPermit stream = granted(permit.inboundStream());
    permit.close();
    stream.close();
    assertThat(book.streams()).isZero();
    assertThat(book.connections()).isZero();
  }

  @Test
  void remembersNoMoreGroupsThanItMayUntilTheirRateHasRecovered() {
    ResourceBook book = new ResourceBook(ResourceLimits.defaults(), new Random(1));
    for (int i = 0; i < ResourceLimits.Groups.MAX_GROUPS - 1; i++) {
      granted(book.accept(scattered(i), 1, now, NOT_CLOSED)).close();
    }
    refused(book.accept(scattered(9_999), 1, now, NOT_CLOSED), Limit.ADDRESS_GROUPS);
    granted(book.accept(scattered(0), 1, now, NOT_CLOSED)).close();
    now += SECOND;
    granted(book.accept(scattered(9_999), 1, now, NOT_CLOSED)).close();
  }

  @Test
  void limitsBufferedBytes() {
    MemoryBudget memory = new MemoryBudget(100);
    assertThat(memory.reserve(100)).isTrue();
    assertThat(memory.reserve(1)).isFalse();
    assertThat(memory.reserve(0)).isTrue();
    memory.release(60);
    assertThat(memory.reserve(61)).isFalse();
    assertThat(memory.reserve(Long.MAX_VALUE)).isFalse();
    assertThat(memory.reserve(60)).isTrue();
    assertThat(memory.used()).isEqualTo(memory.limit());
    assertThatThrownBy(() -> memory.release(101)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.25",
    "64, 16, 4",
    "248, 62, 15.5",
    "256, 64, 16",
    "508, 127, 16",
    "512, 128, 16",
    "516, 128, 16",
    "8000000, 128, 16",
  })
  void bufferedBytesFollowTheHeapUpToTheirMost(long heap, double total, double perPeer) {
    ResourceLimits.Buffers buffers = ResourceLimits.Buffers.within(heap << 20);
    assertThat(buffers.total() / 1048576.0).isEqualTo(total);
    assertThat(buffers.perPeer() / 1048576.0).isEqualTo(perPeer);
  }

  @Test
  void limitsBufferedBytesOfAPeerOverItsConnections() {
    ResourceBook book = new ResourceBook(ResourceLimits.defaults(), new Random(1));
    int most = (int) book.limits().buffers().perPeer();
    BufferAccount one = connection(book, ANN).buffers();
    BufferAccount other = connection(book, ANN).buffers();
    assertThat(one.reserve(most - 1)).isTrue();
    assertThat(other.reserve(2)).isFalse();
    assertThat(other.reserve(1)).isTrue();
    assertThat(connection(book, BEN).buffers().reserve(most)).isTrue();
    assertThat(book.memory().used()).isEqualTo(2L * most);
    other.release(most);
    assertThat(one.used()).isZero();
    assertThat(book.memory().used()).isEqualTo(most);
  }

  @Test
  void countsRightlyOnManyThreads() throws InterruptedException {
    ResourceBook book =
        new ResourceBook(limits(new ResourceLimits.Connections(50, 9, 50, 50, 50)), new Random(1));
    CountDownLatch done = new CountDownLatch(16);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 16; t++) {
        threads.execute(
            () -> {
              for (int i = 0; i < 500; i++) {
                if (book.dial() instanceof Admission.Granted<ConnectionPermit>(var permit)) {
                  permit.attach(ANN);
                  if (permit.inboundStream() instanceof Admission.Granted<StreamPermit>(var s)) {
                    s.close();
                  }
                  permit.close();
                }
              }
              done.countDown();
            });
      }
    }
    done.await();
    assertThat(book.connections()).isZero();
    assertThat(book.halfOpen()).isZero();
    assertThat(book.streams()).isZero();
  }
}
