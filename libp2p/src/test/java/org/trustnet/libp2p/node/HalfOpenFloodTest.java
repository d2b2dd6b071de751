package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.limits.ResourceLimits;

/**
 * Silent sockets from many addresses hold every half-open place and come back when they are closed;
 * peers get in all the same. An edge: real sockets, real time.
 */
@ChecksLeaks
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HalfOpenFloodTest {
  private static final int ADDRESSES = 100;
  private static final int OF_EACH = 4;
  private static final int FRIENDS = 4;
  private static final long PAUSE = Duration.ofMillis(50).toNanos();

  private final TestHosts hosts = new TestHosts();
  private final Flood flood = new Flood();

  @AfterEach
  void close() {
    flood.close();
    hosts.close();
  }

  /** Sockets that say nothing; each is opened again when it was closed. */
  private static final class Flood implements AutoCloseable {
    final AtomicInteger ended = new AtomicInteger();
    final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean over;

    void start(int port) {
      for (int i = 0; i < ADDRESSES * OF_EACH; i++) {
        byte[] from = {127, 1, 0, (byte) (1 + i % ADDRESSES)};
        threads.execute(() -> keepOpen(from, port));
      }
    }

    private void keepOpen(byte[] from, int port) {
      while (!over) {
        try (Socket socket = new Socket()) {
          open.add(socket);
          socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
          socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
          if (!over) {
            assertThat(socket.getInputStream().read()).as("we were told something").isNegative();
          }
          open.remove(socket);
        } catch (IOException e) {
          // closed by reset, or by the end of the test
        }
        ended.incrementAndGet();
        LockSupport.parkNanos(PAUSE);
      }
    }

    @Override
    public void close() {
      over = true;
      while (!threads.isTerminated()) {
        threads.shutdown();
        for (Socket socket : open) {
          try {
            socket.close();
          } catch (IOException e) {
            throw new AssertionError("a socket does not close", e);
          }
        }
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  @Test
  void peersGetInWhileSilentSocketsHoldEveryPlace() throws Exception {
    HostNode host = hosts.start(TestHosts.config().withLimits(ResourceLimits.defaults()));
    CountDownLatch identified = new CountDownLatch(FRIENDS);
    host.listen(
        new HostListener() {
          @Override
          public void onIdentified(Connection connection, Identity identity) {
            identified.countDown();
          }
        });
    int places = ResourceLimits.defaults().connections().halfOpen();
    assertThat(ADDRESSES * OF_EACH).isGreaterThan(places);
    flood.start(host.listenAddresses().getFirst().port().orElseThrow());
    Eventually.holds(() -> flood.ended.get() > ADDRESSES * OF_EACH);

    for (int i = 0; i < FRIENDS; i++) {
      assertThat(TestHosts.connect(hosts.start(), host).isOpen()).isTrue();
    }

    assertThat(identified.await(20, TimeUnit.SECONDS)).as("all were identified").isTrue();
    assertThat(host.connections()).as("nobody who proved a key lost the place").hasSize(FRIENDS);
    int before = flood.ended.get();
    Eventually.holds(() -> flood.ended.get() > before + places);
    assertThat(host.connections()).as("they stay, while the flood goes on").hasSize(FRIENDS);
  }
}
