package org.trustnet.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
}
