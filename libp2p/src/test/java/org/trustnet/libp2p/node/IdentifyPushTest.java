package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.identify.IdentifyConfig;
import org.trustnet.libp2p.identify.IdentifyService;

/** How many peers are told at once what has changed. An edge: real threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IdentifyPushTest {
  private static final int MOST = IdentifyConfig.MAX_PUSHES;

  private final BlockingQueue<Runnable> begun = new ArrayBlockingQueue<>(2 * MOST);

  /** Tells as many peers, by way of connections that are closed already. */
  private Thread push(TestHosts hosts, int peers) {
    HostNode node = hosts.start();
    Connection closed = TestHosts.connect(node, hosts.start());
    closed.close();
    Eventually.holds(() -> !closed.isOpen());
    IdentifyService service =
        new IdentifyService(
            node,
            IdentifyConfig.defaults(),
            TestHosts.key(),
            new IdentifyService.Clocks(InstantSource.fixed(Instant.EPOCH), TestHosts.NANOS),
            (connection, identity) -> {});
    List<Connection> connections = Collections.nCopies(peers, closed);
    return Thread.startVirtualThread(
        () -> {
          try {
            service.push(connections, begun::add);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void soManyPushesAreUnderWayAtOnce() throws InterruptedException {
    try (TestHosts hosts = new TestHosts()) {
      push(hosts, MOST).join();
      assertThat(begun).hasSize(MOST);
    }
  }

  @Test
  void oneMoreWaitsUntilAnotherIsDone() throws InterruptedException {
    try (TestHosts hosts = new TestHosts()) {
      Thread pushing = push(hosts, MOST + 1);
      Eventually.holds(() -> begun.size() >= MOST && pushing.getState() == Thread.State.WAITING);
      assertThat(begun).hasSize(MOST);

      begun.take().run();
      pushing.join();
      assertThat(begun).hasSize(MOST);
    }
  }
}
