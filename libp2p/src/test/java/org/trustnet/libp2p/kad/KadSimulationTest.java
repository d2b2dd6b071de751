package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.kad.query.Lookup;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * 1,000 nodes on the production table, lookup, responder and codec: a tenth of all messages is
 * lost, a tenth of the nodes is replaced every ten minutes.
 */
class KadSimulationTest {
  private static final int NODES = 1_000;
  private static final int LOOKUPS = 480;
  private static final Duration CHURN = Duration.ofMinutes(10).dividedBy(NODES / 10);

  private final SimNetwork network = new SimNetwork(42, 0.10);
  private final List<Integer> found = new ArrayList<>();

  @Test
  void findsTheTrulyClosestNodesInANetworkThatLosesMessagesAndNodes() {
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
    network.run(Duration.ofMinutes(1));

    assertThat(found).hasSizeGreaterThan(LOOKUPS * 9 / 10);
    long good = found.stream().filter(count -> count >= 18).count();
    assertThat(good * 100).as("%s", found).isGreaterThanOrEqualTo(99L * found.size());
  }

  private void replaceOne() {
    network.leave();
    network.join();
    network.after(CHURN, this::replaceOne);
  }

  private void measureOne(int number) {
    Bytes target = Bytes.utf8("target " + number);
    SimNode asking = network.anyLive();
    asking.lookup(target, result -> found.add(judge(KadKey.of(target), asking, result)));
  }

  /** How many of the 20 live nodes nearest to the target the lookup returned, at its end. */
  private int judge(KadKey target, SimNode asking, Lookup.Result result) {
    Set<PeerId> returned = new HashSet<>();
    result.closest().stream().map(PeerInfo::id).forEach(returned::add);
    assertThat(returned).hasSizeLessThanOrEqualTo(20);
    returned.retainAll(new HashSet<>(network.closest(target, 20, asking)));
    return returned.size();
  }
}
