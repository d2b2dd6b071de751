package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.kad.RoutingMode.Evidence;
import org.trustnet.libp2p.kad.RoutingMode.Part;
import org.trustnet.libp2p.kad.RoutingMode.Type;
import org.trustnet.multiformats.Multiaddr;

class RoutingModeTest {
  private static final Multiaddr PUBLIC = Multiaddr.parse("/ip4/60.1.2.3/tcp/4001");
  private final Evidence evidence = new Evidence();

  private RoutingMode auto(Multiaddr... announced) {
    return RoutingMode.of(Type.AUTO, List.of(announced), evidence);
  }

  private void inbound(int peer, Multiaddr local, int from) {
    evidence.inbound(TestPeers.peer(peer), local, TestPeers.address(from));
  }

  @Test
  void isAClientOnTheWanAndAServerOnTheLanUntilAnAddressIsProven() {
    assertThat(auto())
        .isEqualTo(
            new RoutingMode(Part.CLIENT, Part.SERVER, "no public address of ours is proven yet"));
  }

  @Test
  void servesWhenTheConfigAnnouncesAPublicAddress() {
    assertThat(auto(Multiaddr.parse("/ip4/10.0.0.1/tcp/1"), PUBLIC).wan()).isEqualTo(Part.SERVER);
    assertThat(auto(PUBLIC).reason()).contains(PUBLIC.toString());
    assertThat(auto(Multiaddr.parse("/ip4/10.0.0.1/tcp/1")).wan()).isEqualTo(Part.CLIENT);
  }

  @Test
  void servesOnceFourPeersOfFourGroupsReachedOneAddress() {
    for (int i = 1; i <= 3; i++) {
      inbound(i, PUBLIC, i);
    }
    inbound(4, PUBLIC, 3);
    inbound(3, PUBLIC, 5);
    inbound(5, Multiaddr.parse("/ip4/60.9.9.9/tcp/1"), 6);
    assertThat(auto().wan()).isEqualTo(Part.CLIENT);

    inbound(6, PUBLIC, 7);
    assertThat(auto().wan()).isEqualTo(Part.SERVER);
    assertThat(auto().reason()).contains("60.1.2.3");

    evidence.keepOnly(Set.of(PUBLIC.ip().orElseThrow()));
    assertThat(auto().wan()).isEqualTo(Part.SERVER);
    evidence.keepOnly(Set.of());
    assertThat(auto().wan()).isEqualTo(Part.CLIENT);
  }

  @Test
  void watchesAsManyOwnAddressesAsItMayAndNotOneMore() {
    for (int i = 1; i <= Evidence.MAX_ADDRESSES; i++) {
      inbound(1, ours(i), 1);
    }
    reach(ours(Evidence.MAX_ADDRESSES + 1));
    assertThat(auto().wan()).isEqualTo(Part.CLIENT);

    reach(ours(Evidence.MAX_ADDRESSES));
    assertThat(auto().wan()).isEqualTo(Part.SERVER);
  }

  private static Multiaddr ours(int number) {
    return Multiaddr.parse("/ip4/60.1.2." + number + "/tcp/4001");
  }

  /** From as many groups as prove an address. */
  private void reach(Multiaddr address) {
    for (int i = 1; i <= RoutingMode.WITNESSES; i++) {
      inbound(i, address, i);
    }
  }

  @Test
  void countsNeitherPrivateNorRelayedConnections() {
    for (int i = 1; i <= 4; i++) {
      inbound(i, Multiaddr.parse("/ip4/192.168.0.2/tcp/1"), i);
      evidence.inbound(TestPeers.peer(i), PUBLIC, Multiaddr.parse("/ip4/10.0.0." + i + "/tcp/1"));
    }

    assertThat(auto().wan()).isEqualTo(Part.CLIENT);
  }

  @Test
  void doesWhatTheConfigSays() {
    assertThat(RoutingMode.of(Type.DHTSERVER, List.of(), evidence).wan()).isEqualTo(Part.SERVER);
    RoutingMode client = RoutingMode.of(Type.DHTCLIENT, List.of(PUBLIC), evidence);
    assertThat(client.wan()).isEqualTo(Part.CLIENT);
    assertThat(client.lan()).isEqualTo(Part.CLIENT);
    RoutingMode none = RoutingMode.of(Type.NONE, List.of(PUBLIC), evidence);
    assertThat(none.wan()).isEqualTo(Part.ABSENT);
    assertThat(none.lan()).isEqualTo(Part.ABSENT);
  }
}
