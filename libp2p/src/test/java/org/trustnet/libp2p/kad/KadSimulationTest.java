package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.query.Lookup;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * 1,000 nodes on the production table, lookup, responder and codec: a tenth of all messages is
 * lost, a tenth of the nodes is replaced every ten minutes. Every lookup that any live node starts
 * is judged, however new that is, but one whose node leaves before it has ended.
 */
class KadSimulationTest {
  private static final int NODES = 1_000;
  private static final int LOOKUPS = 480;
  private static final int GOOD = 18;
  private static final double LOSS = 0.10;
  private static final Duration REPLACED_IN = Duration.ofMinutes(10);
  private static final Duration CHURN = REPLACED_IN.dividedBy(NODES / 10);

  /** No lookup takes longer: 20 peers that do not answer, one after the other. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  /**
   * A newcomer is in by then: it looked itself up and found ten peers or more. Its contacts may be
   * gone or not hear it, and a question that is lost costs it ten seconds.
   */
  private static final Duration JOINING = Duration.ofMinutes(3);

  /**
   * What it may cost: one thread does all, so that this is its real time on a machine of its own,
   * and others on the machine do not make it fail.
   */
  private static final Duration COST = Duration.ofSeconds(60);

  private final SimNetwork network = new SimNetwork(42, LOSS);
  private final List<Asked> asked = new ArrayList<>();
  private int left;
  private int came;

  /** A lookup, and how many of the 20 live nodes nearest to its target it returned at its end. */
  private static final class Asked {
    final SimNode node;
    int found = -1;

    Asked(SimNode node) {
      this.node = node;
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void findsTheTrulyClosestNodesInANetworkThatLosesMessagesAndNodes() {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < NODES; i++) {
      network.join();
      network.run(Duration.ofMillis(100));
    }
    network.after(CHURN, this::replaceOne);
    network.run(Duration.ofMinutes(6));
    for (int i = 0; i < LOOKUPS; i++) {
      measureOne(i);
      network.run(Duration.ofMillis(500));
    }
    network.run(LONGEST);

    long cost = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    assertThat(Duration.ofNanos(cost)).isLessThan(COST);
    everyNodeIsInSoonAfterItCame();
    assertThat(came).isEqualTo(left).isGreaterThan(NODES / 10);
    assertThat(network.lossSoFar()).isBetween(LOSS - 0.002, LOSS + 0.002);
    List<Integer> found =
        asked.stream()
            .filter(one -> one.found >= 0 || network.isLive(one.node))
            .map(one -> one.found)
            .toList();
    assertThat(found).hasSizeGreaterThan(LOOKUPS - LOOKUPS / 100).allMatch(count -> count >= 0);
    long good = found.stream().filter(count -> count >= GOOD).count();
    assertThat(good * 100).as("%s", found).isGreaterThanOrEqualTo(99L * found.size());
  }

  private void everyNodeIsInSoonAfterItCame() {
    List<SimNode> old =
        network.all().stream().filter(node -> node.age().compareTo(JOINING) > 0).toList();
    assertThat(old).hasSizeGreaterThan(NODES * 9 / 10);
    List<Duration> joining = old.stream().map(node -> node.joined().orElseThrow()).toList();
    assertThat(joining).allMatch(time -> time.compareTo(JOINING) < 0);
  }

  private void replaceOne() {
    network.leave();
    left++;
    network.join();
    came++;
    network.after(CHURN, this::replaceOne);
  }

  private void measureOne(int number) {
    Bytes target = Bytes.utf8("target " + number);
    Asked one = new Asked(network.anyLive());
    asked.add(one);
    one.node.lookup(target, result -> one.found = judge(KadKey.of(target), one.node, result));
  }

  private int judge(KadKey target, SimNode asking, Lookup.Result result) {
    Set<PeerId> returned = new HashSet<>();
    result.closest().stream().map(PeerInfo::id).forEach(returned::add);
    assertThat(returned).hasSizeLessThanOrEqualTo(20);
    returned.retainAll(new HashSet<>(network.closest(target, 20, asking)));
    return returned.size();
  }
}
