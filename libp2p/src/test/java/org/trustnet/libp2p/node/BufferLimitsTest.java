package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.host.limits.BufferAccount;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.multiformats.Bytes;

/** How much peers may make a host keep in memory. An edge: real sockets, real time. */
@ChecksLeaks
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BufferLimitsTest {
  private static final String PROTOCOL = "/test/hoard/1.0.0";
  private static final int KIB = 1024;
  private static final int MANY = 1_000;

  private final TestHosts hosts = new TestHosts();
  private final Semaphore mayRead = new Semaphore(0);
  private final AtomicLong read = new AtomicLong();

  @AfterEach
  void close() {
    mayRead.release(MANY);
    hosts.close();
  }

  /** A host that reads nothing until it may. */
  private HostNode hoarder(long total, long perPeer) {
    ResourceLimits d = ResourceLimits.defaults();
    ResourceLimits limits =
        new ResourceLimits(
                d.connections(),
                d.groups(),
                d.streams(),
                new ResourceLimits.Buffers(total, perPeer))
            .withLoopback(ResourceLimits.Loopback.BY_PORT);
    HostNode host = hosts.start(TestHosts.config().withLimits(limits));
    host.handle(PROTOCOL, this::readWhenAllowed);
    return host;
  }

  private void readWhenAllowed(Stream stream) throws StreamException {
    mayRead.acquireUninterruptibly();
    byte[] buffer = new byte[64 * KIB];
    for (int n = stream.read(buffer, 0, buffer.length, TestHosts.PATIENCE);
        n >= 0;
        n = stream.read(buffer, 0, buffer.length, TestHosts.PATIENCE)) {
      read.addAndGet(n);
    }
  }

  private Connection peerOf(HostNode host) {
    return peerOf(host, TestHosts.key());
  }

  /** A peer that is identified, so that nothing but the test uses memory. */
  private Connection peerOf(HostNode host, PrivateKey key) {
    HostNode peer = hosts.start(key, TestHosts.config(), Access.open());
    Connection connection = TestHosts.connect(peer, host);
    Eventually.holds(
        () ->
            !peer.addressBook().protocols(host.peer()).isEmpty()
                && !host.addressBook().protocols(peer.peer()).isEmpty());
    Eventually.holds(() -> connection.streams() == 0);
    return connection;
  }

  private static Stream sends(Connection connection, int bytes) throws StreamException {
    Stream stream = connection.open(List.of(PROTOCOL), TestHosts.PATIENCE);
    stream.write(Bytes.wrap(new byte[bytes]), TestHosts.PATIENCE);
    return stream;
  }

  /**
   * Sends {@code bytes} that {@code host} keeps to the byte. The last of them go when our word on
   * the protocol has left the host, which is counted while it waits.
   */
  private static Stream fills(HostNode host, Connection connection, int bytes)
      throws StreamException {
    long before = host.resources().memory().used();
    Stream stream = sends(connection, bytes - KIB);
    holds(host, before + bytes - KIB);
    stream.write(Bytes.wrap(new byte[KIB]), TestHosts.PATIENCE);
    holds(host, before + bytes);
    return stream;
  }

  private static void holds(HostNode host, long bytes) {
    Eventually.holds(() -> host.resources().memory().used() == bytes);
  }

  private static void assertReset(Stream stream) {
    assertThatThrownBy(() -> stream.read(new byte[1], 0, 1, TestHosts.PATIENCE))
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.kind()).isEqualTo(StreamException.Kind.RESET));
  }

  /** No stream can be opened: not even the name of its protocol finds room. */
  private static void assertNoRoom(Connection connection) {
    assertThatThrownBy(() -> sends(connection, 1).read(new byte[1], 0, 1, TestHosts.PATIENCE))
        .isInstanceOf(StreamException.class);
    assertThat(connection.isOpen()).isTrue();
  }

  private static void end(Stream stream) throws StreamException {
    stream.closeWrite();
    assertThat(stream.read(new byte[1], 0, 1, TestHosts.PATIENCE)).isEqualTo(-1);
  }

  @Test
  void peerThatSpendsItsBudgetLosesTheStreamAndAllOthersGoOn() throws Exception {
    HostNode host = hoarder(8L * 1024 * KIB, 512 * KIB);
    Connection greedy = peerOf(host);
    Connection modest = peerOf(host);
    holds(host, 0);
    List<Stream> kept = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      kept.add(fills(host, greedy, 128 * KIB));
    }
    holds(host, 512 * KIB);

    assertNoRoom(greedy);
    Stream over = kept.removeFirst();
    over.write(Bytes.hex("00"), TestHosts.PATIENCE);
    assertReset(over);
    holds(host, 384 * KIB);
    kept.add(sends(modest, 200 * KIB));
    holds(host, 584 * KIB);

    mayRead.release(MANY);
    for (Stream stream : kept) {
      end(stream);
    }
    assertThat(read.get()).isEqualTo(584L * KIB);
    holds(host, 0);
    assertThat(greedy.isOpen()).isTrue();
  }

  @Test
  void connectionsOfAPeerShareItsBudget() throws Exception {
    HostNode host = hoarder(8L * 1024 * KIB, 256 * KIB);
    PrivateKey key = TestHosts.key();
    Connection one = peerOf(host, key);
    Connection two = peerOf(host, key);
    Eventually.holds(() -> host.connections(key.peerId()).size() == 2);
    holds(host, 0);
    fills(host, one, 128 * KIB);
    fills(host, two, 128 * KIB);
    holds(host, 256 * KIB);
    assertNoRoom(one);
    assertNoRoom(two);
    one.close();
    holds(host, 128 * KIB);
    fills(host, two, 128 * KIB);
    holds(host, 256 * KIB);
  }

  @Test
  void lastQuarterOfAllMemoryIsForPeersThatKeepLittle() throws Exception {
    HostNode host = hoarder(1024 * KIB, 1024 * KIB);
    Connection greedy = peerOf(host);
    List<Connection> modest = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      modest.add(peerOf(host));
    }
    Connection late = peerOf(host);
    holds(host, 0);
    for (int i = 0; i < 6; i++) {
      fills(host, greedy, 128 * KIB);
    }
    holds(host, 768 * KIB);
    assertNoRoom(greedy);

    List<Stream> kept = new ArrayList<>();
    for (Connection connection : modest) {
      kept.add(fills(host, connection, BufferAccount.LITTLE_BYTES));
    }
    holds(host, 1024 * KIB);
    assertNoRoom(late);

    greedy.close();
    holds(host, 256 * KIB);
    kept.add(sends(late, 100 * KIB));
    mayRead.release(MANY);
    for (Stream stream : kept) {
      end(stream);
    }
    holds(host, 0);
  }

  @Test
  void memoryOfAPeerThatDiesIsGivenBack() throws Exception {
    HostNode host = hoarder(1024 * KIB, 256 * KIB);
    Connection dying = peerOf(host);
    sends(dying, 200 * KIB);
    holds(host, 200 * KIB);
    dying.close();
    holds(host, 0);
  }
}
