package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.multiformats.Multiaddr;

final class DialBudgetTest {
  private static final long MINUTE = DialBudget.WINDOW.toNanos();
  private final DialBudget budget = new DialBudget(ResourceLimits.Loopback.AS_ANY_ADDRESS);

  private static List<Multiaddr> ports(String ip, int count) {
    List<Multiaddr> all = new ArrayList<>();
    for (int port = 1; port <= count; port++) {
      all.add(Multiaddr.parse(ip + "/tcp/" + port));
    }
    return all;
  }

  @Test
  void dialsOneAddressEightTimesAMinute() {
    assertThat(budget.take(ports("/ip4/192.0.2.1", 9), 0)).hasSize(DialBudget.TO_ADDRESS);
    assertThat(budget.take(ports("/ip4/192.0.2.1", 1), MINUTE - 1)).isEmpty();
    assertThat(budget.take(ports("/ip4/192.0.2.1", 1), MINUTE)).hasSize(1);
  }

  @Test
  void dialsOneNetworkThirtyTwoTimesAMinute() {
    List<Multiaddr> all = new ArrayList<>();
    for (int host = 1; host <= DialBudget.TO_NETWORK + 1; host++) {
      all.add(Multiaddr.parse("/ip4/192.0.2." + host + "/tcp/1"));
    }
    assertThat(budget.take(all, 0)).hasSize(DialBudget.TO_NETWORK);
    assertThat(budget.take(ports("/ip4/192.0.3.1", 1), 0)).hasSize(1);
  }

  @Test
  void countsIpv6ByItsNetworks() {
    List<Multiaddr> same = new ArrayList<>();
    for (int host = 1; host <= DialBudget.TO_ADDRESS + 1; host++) {
      same.add(Multiaddr.parse("/ip6/2001:db8::" + host + "/tcp/1"));
    }
    assertThat(budget.take(same, 0)).hasSize(DialBudget.TO_ADDRESS);
    List<Multiaddr> near = new ArrayList<>();
    for (int net = 1; net <= DialBudget.TO_NETWORK; net++) {
      near.add(Multiaddr.parse("/ip6/2001:db8:0:" + net + "::1/tcp/1"));
    }
    assertThat(budget.take(near, 0)).hasSize(DialBudget.TO_NETWORK - DialBudget.TO_ADDRESS);
  }

  @Test
  void countsLoopbackByPortWhereItIsNotGrouped() {
    DialBudget loose = new DialBudget(ResourceLimits.Loopback.BY_PORT);
    assertThat(loose.take(ports("/ip4/127.0.0.1", 50), 0)).hasSize(50);
    assertThat(budget.take(ports("/ip4/127.0.0.1", 50), 0)).hasSize(DialBudget.TO_ADDRESS);
  }
}
