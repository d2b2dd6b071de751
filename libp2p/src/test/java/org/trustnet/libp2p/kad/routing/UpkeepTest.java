package org.trustnet.libp2p.kad.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.kad.TestPeers;
import org.trustnet.libp2p.kad.routing.AddressGroups.Loopback;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

/** Address groups, policies, the refresh plan and the admission queue. */
class UpkeepTest {
  /** Whether an address is kept, and whether who has it is admitted. */
  enum Dealing {
    BOTH,
    KEPT_ONLY,
    NEITHER
  }

  private static final KadKey SELF = KadKey.of(TestPeers.peer(0));

  @ParameterizedTest
  @CsvSource({
    "/ip4/60.1.2.3/tcp/1, /ip4/60.1.9.9/udp/2/quic-v1, true",
    "/ip4/60.1.2.3/tcp/1, /ip4/60.2.2.3/tcp/1, false",
    "/ip4/12.1.2.3/tcp/1, /ip4/12.200.2.3/tcp/1, true",
    "/ip4/73.1.2.3/tcp/1, /ip4/73.200.2.3/tcp/1, true",
    "/ip4/13.1.2.3/tcp/1, /ip4/13.200.2.3/tcp/1, false",
    "/ip6/2a00:1:2::1/tcp/1, /ip6/2a00:1:ffff::1/tcp/1, true",
    "/ip6/2a00:1::1/tcp/1, /ip6/2a00:2::1/tcp/1, false",
    "/ip6/::ffff:60.1.2.3/tcp/1, /ip4/60.1.7.7/tcp/1, true",
    "/ip4/127.0.0.1/tcp/1, /ip4/127.0.0.1/tcp/2, true",
  })
  void groupsAddressesAsGoDoes(String a, String b, boolean same) {
    assertThat(
            AddressGroups.groupOf(Multiaddr.parse(a), Loopback.GROUPED)
                == AddressGroups.groupOf(Multiaddr.parse(b), Loopback.GROUPED))
        .isEqualTo(same);
  }

  @Test
  void keepsLoopbackPortsApartWhenToldSo() {
    assertThat(
            AddressGroups.of(
                    List.of(
                        Multiaddr.parse("/ip4/127.0.0.1/tcp/1"),
                        Multiaddr.parse("/ip4/127.0.0.1/tcp/2"),
                        Multiaddr.parse("/ip6/::1/tcp/2")),
                    Loopback.EACH_PORT_APART)
                .size())
        .isEqualTo(3);
  }

  @Test
  void countsNoGroupForNamesAndRelayedAddresses() {
    assertThat(
            AddressGroups.of(
                List.of(
                    Multiaddr.parse("/dns4/example.org/tcp/1"),
                    Multiaddr.parse(
                        "/ip4/60.1.2.3/tcp/1/p2p/" + TestPeers.peer(1) + "/p2p-circuit")),
                Loopback.GROUPED))
        .isEqualTo(AddressGroups.none());
  }

  @Test
  void countsEightGroupsOfAPeerAtMost() {
    List<Multiaddr> nine =
        java.util.stream.IntStream.range(0, 9).mapToObj(TestPeers::address).toList();

    assertThat(AddressGroups.of(nine, Loopback.GROUPED).size()).isEqualTo(8);
    assertThat(AddressGroups.of(nine.subList(0, 7), Loopback.GROUPED).size()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "WAN, /ip4/60.1.2.3/tcp/1, BOTH",
    "WAN, /ip4/10.1.2.3/tcp/1, NEITHER",
    "WAN, /ip4/127.0.0.1/tcp/1, NEITHER",
    "WAN, /ip6/2a00:1::1/tcp/1, BOTH",
    "WAN, /ip6/fd00::1/tcp/1, NEITHER",
    "LAN, /ip4/10.1.2.3/tcp/1, BOTH",
    "LAN, /ip4/127.0.0.1/tcp/1, NEITHER",
    "LAN_WITH_LOOPBACK, /ip4/127.0.0.1/tcp/1, BOTH",
    "LAN_WITH_LOOPBACK, /ip4/60.1.2.3/tcp/1, KEPT_ONLY",
    "ANY, /ip4/127.0.0.1/tcp/1, BOTH",
  })
  void dealsInTheAddressesOfItsNetwork(AddressPolicy policy, String address, Dealing dealing) {
    Multiaddr at = Multiaddr.parse(address);

    assertThat(policy.keeps(at)).isEqualTo(dealing != Dealing.NEITHER);
    assertThat(policy.admits(List.of(at), List.of(at))).isEqualTo(dealing == Dealing.BOTH);
  }

  @Test
  void admitsNobodyToTheWanByARelayedAddressAlone() {
    Multiaddr relayed =
        Multiaddr.parse("/ip4/60.1.2.3/tcp/1/p2p/" + TestPeers.peer(1) + "/p2p-circuit");

    assertThat(AddressPolicy.WAN.admits(List.of(relayed), List.of(relayed))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, RefreshPlan.DEEPEST})
  void findsAKeyOfExactlyTheBucket(int prefix) {
    Bytes target = new RefreshPlan(SELF, RefreshPlan.INTERVAL).target(prefix, new Random(3));

    assertThat(KadKey.of(target).commonPrefix(SELF)).isEqualTo(prefix);
    assertThat(PeerId.decode(target).encode()).isEqualTo(target);
  }

  @Test
  void wantsEachBucketRefreshedOnceAnInterval() {
    RefreshPlan plan = new RefreshPlan(SELF, Duration.ofNanos(100));
    RoutingTable table = new RoutingTable(TestPeers.peer(0), DiversityLimits.NONE);
    assertThat(plan.due(table.snapshot(), 0)).containsExactly(0);

    for (int i = 1; i < 2_000; i++) {
      table.admit(TestPeers.entry(i), AddressGroups.none(), 0);
    }
    List<Integer> due = plan.due(table.snapshot(), 0);
    int deeper = table.snapshot().size() - due.stream().mapToInt(table.snapshot()::sizeOf).sum();
    assertThat(due).startsWith(0, 1, 2, 3);
    assertThat(deeper).isLessThanOrEqualTo(RoutingTable.BUCKET_SIZE);
    assertThat(deeper + table.snapshot().sizeOf(due.getLast()))
        .isGreaterThan(RoutingTable.BUCKET_SIZE);

    plan.refreshed(KadKey.of(plan.target(0, new Random(1))), 10);
    assertThat(plan.due(table.snapshot(), 109)).doesNotContain(0);
    assertThat(plan.due(table.snapshot(), 110)).contains(0);
    plan.refreshed(KadKey.of(plan.target(0, new Random(1))), 110);
    plan.restart();
    assertThat(plan.due(table.snapshot(), 111)).contains(0);
  }

  @Test
  void checksEachPeerOnceAndABoundedNumberAtATime() {
    AdmissionQueue queue = new AdmissionQueue();
    for (int i = 0; i < AdmissionQueue.MAX_WAITING; i++) {
      assertThat(queue.offer(TestPeers.peer(i))).isTrue();
    }
    assertThat(queue.offer(TestPeers.peer(9_999))).isFalse();

    for (int i = 0; i < AdmissionQueue.MAX_IN_FLIGHT; i++) {
      assertThat(queue.begin()).contains(TestPeers.peer(i));
    }
    assertThat(queue.begin()).isEmpty();
    assertThat(queue.offer(TestPeers.peer(0))).isFalse();
    queue.end(TestPeers.peer(0));
    assertThat(queue.begin()).isPresent();
    assertThat(queue.offer(TestPeers.peer(0))).isTrue();
  }
}
