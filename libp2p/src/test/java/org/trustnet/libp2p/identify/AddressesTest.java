package org.trustnet.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.Connection.Direction;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

class AddressesTest {
  private static final Multiaddr LOOPBACK = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
  private static final Multiaddr PRIVATE = Multiaddr.parse("/ip4/192.168.1.2/tcp/1");
  private static final Multiaddr PUBLIC = Multiaddr.parse("/ip4/8.8.8.8/tcp/1");
  private static final Multiaddr NAME = Multiaddr.parse("/dns4/example.org/tcp/1");
  private static final List<Multiaddr> ALL = List.of(LOOPBACK, PRIVATE, PUBLIC, NAME);

  @Test
  void aPeerOnThisMachineMayNameAnyAddress() {
    assertThat(AddressView.of(LOOPBACK).told(ALL)).isEqualTo(ALL);
    assertThat(AddressView.of(LOOPBACK).telling(ALL)).isEqualTo(ALL);
  }

  @Test
  void aPeerOnOurSiteMayNotNameLoopback() {
    assertThat(AddressView.of(PRIVATE).told(ALL)).containsExactly(PRIVATE, PUBLIC, NAME);
  }

  @Test
  void aPeerElsewhereMayNameWhatIsPublic() {
    assertThat(AddressView.of(PUBLIC).told(ALL)).containsExactly(PUBLIC, NAME);
  }

  @Test
  void othersAreNotToldOurLoopbackAddresses() {
    assertThat(AddressView.of(PUBLIC).telling(ALL)).containsExactly(PRIVATE, PUBLIC, NAME);
  }

  @Test
  void oneSiteHasOneVoice() {
    ObservedAddresses observed = new ObservedAddresses();
    observed.heard(PUBLIC, Direction.INBOUND, ip("1.2.3.4"), 0);
    observed.heard(PUBLIC, Direction.INBOUND, ip("1.2.99.4"), 0);
    assertThat(observed.confirmed(Direction.INBOUND, 2, 0)).isEmpty();

    observed.heard(PUBLIC, Direction.INBOUND, ip("1.3.3.4"), 0);

    assertThat(observed.confirmed(Direction.INBOUND, 2, 0)).containsExactly(PUBLIC);
    assertThat(observed.confirmed(Direction.OUTBOUND, 1, 0)).isEmpty();
  }

  @Test
  void voicesAgeAway() {
    ObservedAddresses observed = new ObservedAddresses();
    observed.heard(PUBLIC, Direction.INBOUND, ip("1.2.3.4"), 0);

    assertThat(observed.confirmed(Direction.INBOUND, 1, Duration.ofMinutes(40).toNanos()))
        .containsExactly(PUBLIC);
    assertThat(observed.confirmed(Direction.INBOUND, 1, Duration.ofMinutes(40).toNanos() + 1))
        .isEmpty();
  }

  @Test
  void aFloodOfInventedAddressesDoesNotDisplaceAConfirmedOne() {
    ObservedAddresses observed = new ObservedAddresses();
    observed.heard(PUBLIC, Direction.INBOUND, ip("1.2.3.4"), 0);
    observed.heard(PUBLIC, Direction.INBOUND, ip("1.3.3.4"), 0);
    for (int port = 1; port <= 10 * ObservedAddresses.MAX_ADDRESSES; port++) {
      Multiaddr invented = Multiaddr.parse("/ip4/8.8.4.4/tcp/" + port);
      observed.heard(invented, Direction.INBOUND, ip("9.9.9.9"), 0);
    }

    assertThat(observed.confirmed(Direction.INBOUND, 2, 0)).containsExactly(PUBLIC);
    assertThat(observed.confirmed(Direction.INBOUND, 1, 0))
        .hasSize(ObservedAddresses.MAX_ADDRESSES);
  }

  @Test
  void countsAsManyAddressesAsItMayAndForgetsOneForOneMore() {
    ObservedAddresses observed = new ObservedAddresses();
    for (int port = 1; port <= ObservedAddresses.MAX_ADDRESSES; port++) {
      observed.heard(ourPort(port), Direction.INBOUND, ip("1.2.3.4"), 0);
    }
    assertThat(observed.confirmed(Direction.INBOUND, 1, 0))
        .hasSize(ObservedAddresses.MAX_ADDRESSES)
        .contains(ourPort(1));

    observed.heard(ourPort(9_999), Direction.INBOUND, ip("1.2.3.4"), 0);
    assertThat(observed.confirmed(Direction.INBOUND, 1, 0))
        .hasSize(ObservedAddresses.MAX_ADDRESSES)
        .contains(ourPort(9_999))
        .doesNotContain(ourPort(1));
  }

  @Test
  void countsAsManyVoicesForAnAddressAsItMayAndNotOneMore() {
    ObservedAddresses observed = new ObservedAddresses();
    for (int group = 0; group <= ObservedAddresses.MAX_GROUPS; group++) {
      observed.heard(PUBLIC, Direction.INBOUND, ip("1." + group + ".3.4"), 0);
    }
    assertThat(observed.confirmed(Direction.INBOUND, ObservedAddresses.MAX_GROUPS, 0))
        .containsExactly(PUBLIC);
    assertThat(observed.confirmed(Direction.INBOUND, ObservedAddresses.MAX_GROUPS + 1, 0))
        .isEmpty();
  }

  private static Multiaddr ourPort(int port) {
    return Multiaddr.parse("/ip4/8.8.8.8/tcp/" + port);
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse4(text);
  }
}
