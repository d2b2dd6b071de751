package org.trustnet.libp2p.host.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

class DialPlanTest {
  private static final long MS = 1_000_000L;
  private static final long FAR = Duration.ofHours(1).toNanos();
  private static final PeerId SELF = PeerId.of(Multihash.sha256(Bytes.utf8("self")));
  private static final PeerId PEER = PeerId.of(Multihash.sha256(Bytes.utf8("peer")));
  private static final Multiaddr V4 = Multiaddr.parse("/ip4/11.1.1.1/tcp/4001");
  private static final Multiaddr V4_TOO = Multiaddr.parse("/ip4/11.1.1.2/tcp/4001");
  private static final Multiaddr V6 = Multiaddr.parse("/ip6/2a00::1/tcp/4001");
  private static final Multiaddr NEAR = Multiaddr.parse("/ip4/10.0.0.1/tcp/4001");
  private static final Multiaddr NEAR_TOO = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");

  private final DialBackoff backoff = new DialBackoff();
  private final DialPlanner planner =
      new DialPlanner(SELF, DialConfig.defaults(), AddressFilter.except(a -> false), backoff);

  private DialPlan plan(Multiaddr... addresses) {
    return plan(0, addresses);
  }

  private DialPlan plan(long now, Multiaddr... addresses) {
    return ((DialPlanner.Prepared.Ready) planner.prepare(PEER, List.of(addresses), now, now + FAR))
        .plan();
  }

  private DialPlan only(long now, Multiaddr... addresses) {
    return ((DialPlanner.Prepared.Ready)
            planner.prepareOnly(PEER, List.of(addresses), now, now + FAR))
        .plan();
  }

  private DialOutcome ended(long now, Multiaddr... addresses) {
    return ((DialPlanner.Prepared.Ended) planner.prepare(PEER, List.of(addresses), now, now + FAR))
        .outcome();
  }

  private static List<Multiaddr> starts(List<DialPlan.Step> steps) {
    return steps.stream()
        .filter(s -> s instanceof DialPlan.Step.Start)
        .map(DialPlan.Step::address)
        .toList();
  }

  private static List<Multiaddr> abandons(List<DialPlan.Step> steps) {
    return steps.stream()
        .filter(s -> s instanceof DialPlan.Step.Abandon)
        .map(DialPlan.Step::address)
        .toList();
  }

  @Test
  void givesIpv6AHeadStartAndTheRestTwo() {
    DialPlan plan = plan(V4, V4_TOO, V6);
    assertThat(starts(plan.poll(0))).containsExactly(V6);
    assertThat(plan.nextNanos()).isEqualTo(250 * MS);
    assertThat(plan.poll(250 * MS - 1)).isEmpty();
    assertThat(starts(plan.poll(250 * MS))).containsExactly(V4);
    assertThat(starts(plan.poll(500 * MS))).containsExactly(V4_TOO);
  }

  @Test
  void staggersPrivateAddressesLessAndBesideThePublicOnes() {
    DialPlan plan = plan(V4, NEAR, NEAR_TOO, V4_TOO);
    assertThat(starts(plan.poll(0))).containsExactly(V4, NEAR);
    assertThat(starts(plan.poll(30 * MS))).containsExactly(NEAR_TOO);
    assertThat(starts(plan.poll(250 * MS))).containsExactly(V4_TOO);
  }

  @Test
  void nextAddressIsBroughtForwardWhenNothingIsUnderWay() {
    DialPlan plan = plan(V4, V6);
    plan.poll(0);
    plan.failed(V6, "connection refused");
    assertThat(starts(plan.poll(1))).containsExactly(V4);
    plan.failed(V4, "connection refused");
    assertThat(plan.poll(2)).isEmpty();
    assertThat(plan.isOver()).isTrue();
    assertThat(plan.failure().attempts())
        .containsExactly(
            new DialOutcome.Attempt(V6, "connection refused"),
            new DialOutcome.Attempt(V4, "connection refused"));
  }

  @Test
  void firstSecuredConnectionWinsAndTheOthersAreAbandoned() {
    DialPlan plan = plan(V4, V6, V4_TOO);
    plan.poll(0);
    plan.poll(250 * MS);
    plan.opened(V4);
    assertThat(plan.succeeded(V4)).isTrue();
    assertThat(abandons(plan.poll(260 * MS))).containsExactly(V6);
    assertThat(plan.isOver()).isTrue();
    assertThat(plan.winner()).contains(V4);
    assertThat(plan.succeeded(V6)).isFalse();
  }

  @Test
  void attemptThatDoesNotConnectInTimeIsAbandoned() {
    DialPlan plan = plan(V4, V6);
    plan.poll(0);
    plan.poll(250 * MS);
    plan.opened(V4);
    assertThat(plan.nextNanos()).isEqualTo(5_000 * MS);
    assertThat(plan.poll(5_000 * MS - 1)).isEmpty();
    assertThat(abandons(plan.poll(5_000 * MS))).containsExactly(V6);
    assertThat(plan.nextNanos()).isEqualTo(15_000 * MS);
    assertThat(abandons(plan.poll(15_000 * MS))).containsExactly(V4);
    assertThat(plan.isOver()).isTrue();
    assertThat(plan.failure().attempts())
        .extracting(DialOutcome.Attempt::reason)
        .containsOnly("timed out");
  }

  @Test
  void callersDeadlineEndsThePlan() {
    DialPlan plan =
        ((DialPlanner.Prepared.Ready) planner.prepare(PEER, List.of(V4, V6), 0, 100 * MS)).plan();
    plan.poll(0);
    assertThat(plan.nextNanos()).isEqualTo(100 * MS);
    assertThat(abandons(plan.poll(100 * MS))).containsExactly(V6);
    assertThat(plan.isOver()).isTrue();
    assertThat(plan.failure().attempts()).contains(new DialOutcome.Attempt(V4, "not tried"));
  }

  @Test
  void dialsNoMoreThanEightAtOnce() {
    Multiaddr[] many = addresses(12);
    DialPlan plan = plan(many);
    plan.poll(0);
    assertThat(starts(plan.poll(250 * MS))).hasSize(7);
    assertThat(plan.poll(400 * MS)).isEmpty();
    plan.failed(many[0], "refused");
    assertThat(starts(plan.poll(401 * MS))).hasSize(1);
  }

  @Test
  void triesNoMoreThan64Addresses() {
    DialPlan plan = plan(addresses(65));
    List<Multiaddr> tried = new ArrayList<>();
    for (int i = 0; !plan.isOver(); i++) {
      List<Multiaddr> now = starts(plan.poll(i));
      now.forEach(a -> plan.failed(a, "refused"));
      tried.addAll(now);
    }
    assertThat(tried).hasSize(64).doesNotHaveDuplicates();
  }

  private static Multiaddr[] addresses(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Multiaddr.parse("/ip4/11.2.2." + i + "/tcp/4001"))
        .toArray(Multiaddr[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/11.1.1.1/tcp/0",
        "/ip4/0.0.0.0/tcp/4001",
        "/ip6/::/tcp/4001",
        "/ip4/224.0.0.1/tcp/4001",
        "/ip6/fe80::1/tcp/4001",
        "/ip6/::ffff:11.1.1.1/tcp/4001",
        "/ip4/11.1.1.1/udp/4001/quic-v1",
        "/ip4/11.1.1.1/tcp/4001/ws",
        "/ip4/11.1.1.1",
        "/dns4/example.com/tcp/4001",
        "/p2p-circuit",
      })
  void passesOverAddressesThatCannotBeDialled(String address) {
    assertThat(ended(0, Multiaddr.parse(address)))
        .isInstanceOfSatisfying(
            DialOutcome.NoAddress.class,
            none ->
                assertThat(none.unfit())
                    .singleElement()
                    .satisfies(unfit -> assertThat(unfit.address()).hasToString(address))
                    .extracting(DialOutcome.Attempt::reason)
                    .isNotEqualTo("not tried"));
  }

  @Test
  void saysThatATransportIsNotSupported() {
    assertThat(ended(0, Multiaddr.parse("/ip4/11.1.1.1/udp/4001/quic-v1")))
        .isEqualTo(
            new DialOutcome.NoAddress(
                List.of(
                    new DialOutcome.Attempt(
                        Multiaddr.parse("/ip4/11.1.1.1/udp/4001/quic-v1"),
                        "its transport is not supported; only TCP is: /ip4/…/tcp/…"))));
  }

  @Test
  void passesOverOwnForbiddenAndOtherPeersAddresses() {
    AddressFilter filter = new AddressFilter(V4::equals, a -> !a.equals(V4_TOO));
    List<Multiaddr> given =
        List.of(V4.withPeer(PEER), V4_TOO, V6.withPeer(PEER), V6, NEAR.withPeer(SELF));
    assertThat(filter.dialable(PEER, given, 9)).containsExactly(V6);
  }

  @Test
  void refusesToDialItself() {
    DialPlanner.Prepared prepared = planner.prepare(SELF, List.of(V4), 0, FAR);
    assertThat(prepared).isInstanceOf(DialPlanner.Prepared.Ended.class);
    assertThat(((DialPlanner.Prepared.Ended) prepared).outcome())
        .isInstanceOf(DialOutcome.Refused.class);
  }

  @Test
  void backsOffLongerWithEachFailureAndForgetsOnSuccess() {
    long now = 0;
    for (int pause : new int[] {5, 6, 9, 14, 21}) {
      DialPlan plan = plan(now, V4);
      plan.poll(now);
      plan.failed(V4, "refused");
      planner.finished(PEER, plan, now);
      assertThat(ended(now + 1, V4))
          .isEqualTo(new DialOutcome.BackedOff(Duration.ofSeconds(pause).minusNanos(1)));
      now += pause * 1_000 * MS;
    }
    DialPlan plan = plan(now, V4);
    plan.poll(now);
    plan.succeeded(V4);
    planner.finished(PEER, plan, now);
    plan(now, V4);
    for (int i = 0; i < 100; i++) {
      backoff.failed(PEER, now);
    }
    assertThat(backoff.left(PEER, now)).isEqualTo(DialBackoff.LONGEST);
  }

  @Test
  void addressThatFailedIsLeftOutWhileOthersAreTried() {
    DialPlan plan = plan(V4, V6);
    plan.poll(0);
    plan.failed(V6, "refused");
    plan.poll(1);
    plan.succeeded(V4);
    planner.finished(PEER, plan, 1);
    assertThat(starts(plan(2, V4, V6).poll(2))).containsExactly(V4);
    assertThat(ended(2, V6)).isInstanceOf(DialOutcome.BackedOff.class);
  }

  @Test
  void addressThatAUserNamesIsTriedAtOnceAndTheOthersAreNot() {
    DialPlan plan = plan(V4, V6);
    plan.poll(0);
    plan.failed(V6, "refused");
    plan.poll(1);
    plan.failed(V4, "refused");
    planner.finished(PEER, plan, 1);
    assertThat(ended(2, V4, V6)).isInstanceOf(DialOutcome.BackedOff.class);

    planner.forgive(PEER, List.of(V6.withPeer(PEER)));

    assertThat(starts(plan(2, V4, V6).poll(2))).containsExactly(V6);
    assertThat(ended(2, V4)).isInstanceOf(DialOutcome.BackedOff.class);
  }

  @Test
  void thatNobodyCanDialAnAddressIsToldAlsoWhileThePeerIsBackedOff() {
    Multiaddr quic = Multiaddr.parse("/ip4/11.1.1.1/udp/4001/quic-v1");
    backoff.failed(PEER, 0);

    assertThat(ended(1, quic))
        .isInstanceOfSatisfying(
            DialOutcome.NoAddress.class,
            none -> assertThat(none.toString()).contains("its transport is not supported"));
    assertThat(ended(1, quic, V4)).isInstanceOf(DialOutcome.BackedOff.class);
  }

  @Test
  void addressThatLostTheRaceIsNotHeldAgainst() {
    DialPlan plan = plan(V4, V6);
    plan.poll(0);
    plan.poll(250 * MS);
    plan.succeeded(V4);
    plan.poll(251 * MS);
    planner.finished(PEER, plan, 251 * MS);
    assertThat(backoff.left(PEER, V6, 252 * MS)).isZero();
  }

  @Test
  void someAddressesOfAPeerAreJudgedByThemselves() {
    DialPlan all = plan(V4);
    all.poll(0);
    all.failed(V4, "refused");
    planner.finished(PEER, all, 0);
    assertThat(ended(1, V6)).isInstanceOf(DialOutcome.BackedOff.class);

    DialPlan only = only(1, V6);
    only.poll(1);
    only.failed(V6, "refused");
    planner.finishedOnly(PEER, only, 1);

    assertThat(backoff.left(PEER, V6, 2)).isPositive();
    assertThat(backoff.left(PEER, 5_000 * MS)).isZero();
    assertThat(starts(plan(5_000 * MS, V4, V6).poll(5_000 * MS))).containsExactly(V4);
  }

  @Test
  void addressThatIsLeftOutIsNotHeldAgainst() {
    DialPlan plan = plan(V4, V6);
    plan.poll(0);
    plan.leftOut(V6, "enough of them");
    assertThat(starts(plan.poll(0))).containsExactly(V4);
    plan.failed(V4, "refused");
    planner.finishedOnly(PEER, plan, 0);
    assertThat(plan.isOver()).isTrue();
    assertThat(plan.failure().attempts())
        .containsExactly(
            new DialOutcome.Attempt(V6, "enough of them"), new DialOutcome.Attempt(V4, "refused"));
    assertThat(backoff.left(PEER, V6, 1)).isZero();
    assertThat(backoff.left(PEER, V4, 1)).isPositive();
  }

  @Test
  void memoryOfFailuresIsBounded() {
    Stream.iterate(0, i -> i + 1)
        .limit(DialBackoff.MAX_PEERS + 1)
        .forEach(i -> backoff.failed(PeerId.of(Multihash.sha256(Bytes.utf8("p" + i))), 0));
    assertThat(backoff.size()).isEqualTo(DialBackoff.MAX_PEERS);
    for (int i = 0; i <= DialBackoff.MAX_ADDRESSES; i++) {
      backoff.failed(PEER, Multiaddr.parse("/ip4/11.1." + i / 250 + "." + i % 250 + "/tcp/1"), 0);
    }
    assertThat(backoff.size()).isEqualTo(DialBackoff.MAX_PEERS + DialBackoff.MAX_ADDRESSES);
    assertThat(backoff.left(PeerId.of(Multihash.sha256(Bytes.utf8("p0"))), 1)).isZero();
  }
}
