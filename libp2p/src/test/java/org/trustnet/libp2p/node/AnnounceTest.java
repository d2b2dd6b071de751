package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;

class AnnounceTest {
  private static final List<IpAddress> INTERFACES =
      List.of(
          IpAddress.parse4("127.0.0.1"),
          IpAddress.parse4("10.1.2.3"),
          IpAddress.parse6("2001:4860::1"));

  @Test
  void unspecifiedAddressesBecomeThoseOfTheMachine() {
    assertThat(Announce.defaults().of(addresses("/ip4/0.0.0.0/tcp/1"), INTERFACES))
        .isEqualTo(addresses("/ip4/127.0.0.1/tcp/1", "/ip4/10.1.2.3/tcp/1"));
    assertThat(Announce.defaults().of(addresses("/ip6/::/tcp/1"), INTERFACES))
        .isEqualTo(addresses("/ip6/2001:4860::1/tcp/1"));
  }

  @Test
  void appendedAddressesAreToldBesideTheBoundOnes() {
    Announce announce = new Announce(addresses("/dns4/node.example/tcp/4001"), List.of());

    assertThat(announce.of(addresses("/ip4/10.1.2.3/tcp/1"), INTERFACES))
        .isEqualTo(addresses("/ip4/10.1.2.3/tcp/1", "/dns4/node.example/tcp/4001"));
  }

  @Test
  void silencedAddressesAndNetworksAreNotTold() {
    Announce announce =
        new Announce(List.of(), addresses("/ip4/127.0.0.1/tcp/1", "/ip4/10.0.0.0/ipcidr/8"));

    assertThat(announce.of(addresses("/ip4/0.0.0.0/tcp/1", "/ip4/127.0.0.1/tcp/2"), INTERFACES))
        .isEqualTo(addresses("/ip4/127.0.0.1/tcp/2"));
  }

  @Test
  void announcesAtMostTheLimit() {
    List<Multiaddr> many =
        IntStream.rangeClosed(1, Announce.MAX_ANNOUNCED + 1)
            .mapToObj(port -> Multiaddr.parse("/ip4/8.8.8.8/tcp/" + port))
            .toList();

    assertThat(new Announce(many, List.of()).of(List.of(), INTERFACES))
        .hasSize(Announce.MAX_ANNOUNCED);
  }

  @Test
  void refusesMoreEntriesThanTheLimit() {
    List<Multiaddr> many =
        Collections.nCopies(Announce.MAX_ENTRIES + 1, Multiaddr.parse("/ip4/8.8.8.8/tcp/1"));

    assertThatThrownBy(() -> new Announce(many, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Multiaddr> addresses(String... texts) {
    return List.of(texts).stream().map(Multiaddr::parse).toList();
  }
}
