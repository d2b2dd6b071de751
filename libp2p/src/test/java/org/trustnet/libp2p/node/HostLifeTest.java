package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.testkit.guard.LeavesNoThreads;
import org.trustnet.testkit.guard.PinsNoCarrier;

/** Hosts that come and go. An edge: real sockets, real time. */
@ChecksLeaks
@LeavesNoThreads
@PinsNoCarrier
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostLifeTest {
  /** Threads of hosts: they are daemons, so that a node that hangs still ends. */
  private static Set<Thread> ofHosts() {
    Set<Thread> all = new HashSet<>(Thread.getAllStackTraces().keySet());
    all.removeIf(t -> !t.getName().startsWith("wire-") && !t.getName().startsWith("crypto-"));
    return all;
  }

  @Test
  void hostThatIsClosedLeavesNoThreadAndNoConnection() {
    Set<Thread> before = ofHosts();
    for (int round = 0; round < 3; round++) {
      try (TestHosts hosts = new TestHosts()) {
        HostNode a = hosts.start();
        HostNode b = hosts.start();
        TestHosts.connect(a, b);
        assertThat(ofHosts()).hasSizeGreaterThan(before.size());
        a.close();
        assertThat(a.resources().connections()).isZero();
        assertThat(TestHosts.dial(a, b)).isInstanceOf(DialOutcome.Refused.class);
        Eventually.holds(() -> b.resources().connections() == 0);
      }
    }
    Eventually.holds(() -> before.containsAll(ofHosts()));
  }

  @Test
  void hostThatCannotListenLeavesNoThread() {
    try (TestHosts hosts = new TestHosts()) {
      HostNode taken = hosts.start();
      Set<Thread> before = ofHosts();
      HostConfig same = TestHosts.config().withListen(taken.listenAddresses().getFirst());
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> hosts.start(same)))
          .hasMessageContaining("cannot listen on");
      Eventually.holds(() -> before.containsAll(ofHosts()));
    }
  }
}
