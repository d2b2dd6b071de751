package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.Access;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

class AnnouncedAddressesTest {
  private static final Announce DEFAULTS = Announce.defaults();
  private static final Multiaddr EVERYWHERE = Multiaddr.parse("/ip4/0.0.0.0/tcp/4001");
  private static final Multiaddr LOOPBACK = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");

  /** Looks at the interfaces from a test itself: a host looks on its own threads too. */
  private final AtomicInteger looks = new AtomicInteger();

  private final Thread test = Thread.currentThread();
  private final AtomicReference<List<IpAddress>> machine =
      new AtomicReference<>(List.of(IpAddress.parse4("10.0.0.1")));

  private List<IpAddress> interfaces() {
    if (Thread.currentThread() == test) {
      looks.incrementAndGet();
    }
    return machine.get();
  }

  private AnnouncedAddresses listeningOn(Multiaddr address) {
    return new AnnouncedAddresses(DEFAULTS, () -> List.of(address), this::interfaces);
  }

  @Test
  void lookAtTheInterfacesWhenRenewedAndNotWhenAskedFor() {
    AnnouncedAddresses announced = listeningOn(EVERYWHERE);
    announced.renew();
    machine.set(List.of(IpAddress.parse4("10.0.0.2")));

    for (int i = 0; i < 100; i++) {
      assertThat(announced.addresses()).containsExactly(Multiaddr.parse("/ip4/10.0.0.1/tcp/4001"));
    }
    assertThat(looks).hasValue(1);

    announced.renew();
    assertThat(announced.addresses()).containsExactly(Multiaddr.parse("/ip4/10.0.0.2/tcp/4001"));
    assertThat(looks).hasValue(2);
  }

  @Test
  void lookAtNoInterfacesForListenersThatNameTheirAddress() {
    AnnouncedAddresses announced = listeningOn(LOOPBACK);
    announced.renew();

    assertThat(announced.addresses()).containsExactly(LOOPBACK);
    assertThat(looks).hasValue(0);
  }

  @Test
  void areThoseThatAreAppendedUntilThereAreListeners() {
    Announce appended = new Announce(List.of(LOOPBACK), List.of());
    AnnouncedAddresses announced =
        new AnnouncedAddresses(appended, () -> List.of(EVERYWHERE), this::interfaces);

    assertThat(announced.addresses()).containsExactly(LOOPBACK);
  }

  @Test
  void ofAHostAreThereFromItsStartAndCostNoLookAtTheInterfaces() throws IOException {
    machine.set(List.of(IpAddress.parse4("127.0.0.1")));
    HostConfig everywhere = TestHosts.config().withListen(Multiaddr.parse("/ip4/0.0.0.0/tcp/0"));
    try (HostNode host =
        HostNode.start(
            TestHosts.key(), everywhere, TestHosts.environment(Access.open()), this::interfaces)) {
      int ofTheStart = looks.get();
      for (int i = 0; i < 100; i++) {
        assertThat(host.announcedAddresses())
            .hasSize(1)
            .allSatisfy(at -> assertThat(at.toString()).startsWith("/ip4/127.0.0.1/tcp/"));
      }
      assertThat(looks).hasValue(ofTheStart);
    }
  }
}
