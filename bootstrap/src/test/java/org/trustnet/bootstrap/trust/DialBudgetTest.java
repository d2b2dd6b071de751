package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.multiformats.Multiaddr;

final class DialBudgetTest {
  private static final long MINUTE = DialBudget.WINDOW.toNanos();
  private long now;
  private final DialBudget budget =
      new DialBudget(ResourceLimits.Loopback.AS_ANY_ADDRESS, () -> now);

  private static List<Multiaddr> dialled(DialBudget by, List<Multiaddr> addresses) {
    return addresses.stream().filter(address -> by.refusal(address).isEmpty()).toList();
  }

  private static List<Multiaddr> ports(String ip, int count) {
    List<Multiaddr> all = new ArrayList<>();
    for (int port = 1; port <= count; port++) {
      all.add(Multiaddr.parse(ip + "/tcp/" + port));
    }
    return all;
  }

  @Test
  void dialsOneAddressEightTimesAMinute() {
    assertThat(dialled(budget, ports("/ip4/192.0.2.1", 9))).hasSize(DialBudget.TO_ADDRESS);
    now = MINUTE - 1;
    assertThat(dialled(budget, ports("/ip4/192.0.2.1", 1))).isEmpty();
    now = MINUTE;
    assertThat(dialled(budget, ports("/ip4/192.0.2.1", 1))).hasSize(1);
  }

  @Test
  void dialsOneNetworkThirtyTwoTimesAMinute() {
    List<Multiaddr> all = new ArrayList<>();
    for (int host = 1; host <= DialBudget.TO_NETWORK + 1; host++) {
      all.add(Multiaddr.parse("/ip4/192.0.2." + host + "/tcp/1"));
    }
    assertThat(dialled(budget, all)).hasSize(DialBudget.TO_NETWORK);
    assertThat(dialled(budget, ports("/ip4/192.0.3.1", 1))).hasSize(1);
  }

  @Test
  void countsIpv6ByItsNetworks() {
    List<Multiaddr> same = new ArrayList<>();
    for (int host = 1; host <= DialBudget.TO_ADDRESS + 1; host++) {
      same.add(Multiaddr.parse("/ip6/2001:db8::" + host + "/tcp/1"));
    }
    assertThat(dialled(budget, same)).hasSize(DialBudget.TO_ADDRESS);
    List<Multiaddr> near = new ArrayList<>();
    for (int net = 1; net <= DialBudget.TO_NETWORK; net++) {
      near.add(Multiaddr.parse("/ip6/2001:db8:0:" + net + "::1/tcp/1"));
    }
    assertThat(dialled(budget, near)).hasSize(DialBudget.TO_NETWORK - DialBudget.TO_ADDRESS);
  }

  @Test
  void countsLoopbackByPortWhereItIsNotGrouped() {
    DialBudget loose = new DialBudget(ResourceLimits.Loopback.BY_PORT, () -> now);
    assertThat(dialled(loose, ports("/ip4/127.0.0.1", 50))).hasSize(50);
    assertThat(dialled(budget, ports("/ip4/127.0.0.1", 50))).hasSize(DialBudget.TO_ADDRESS);
  }
}
