package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.ChecksLeaks;
import org.trustnet.libp2p.dns.DnsConfig;
import org.trustnet.libp2p.dns.LoopbackDns;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.multiformats.Multiaddr;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

/** Dials by name, with a DNS server of the test's. An edge: real sockets, real time. */
@ChecksLeaks
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NamedDialTest {
  private final TestHosts hosts = new TestHosts();
  private LoopbackDns dns;
  private HostNode listener;
  private HostNode dialer;

  @BeforeEach
  void start() throws IOException {
    dns = new LoopbackDns();
    listener =
        hosts.start(
            TestHosts.config()
                .withListen(
                    Multiaddr.parse("/ip4/127.0.0.1/tcp/0"), Multiaddr.parse("/ip6/::1/tcp/0")));
    DnsConfig asked = new DnsConfig(Map.of("localhost", List.of(dns.server())));
    dialer =
        hosts.start(
            TestHosts.config().withDns(asked.with(Map.of("example.", List.of(dns.server())))));
    dns.add(
        new ARecord(name("localhost"), DClass.IN, 60, InetAddress.getByName("127.0.0.1")),
        new AAAARecord(name("localhost"), DClass.IN, 60, InetAddress.getByName("::1")));
  }

  @AfterEach
  void close() throws IOException {
    hosts.close();
    dns.close();
  }

  private static Name name(String text) throws IOException {
    return Name.fromString(text, Name.root);
  }

  private int port(int family) {
    return listener.listenAddresses().get(family).port().orElseThrow();
  }

  private void refers(String name, String... addresses) throws IOException {
    for (String address : addresses) {
      dns.add(
          new TXTRecord(name("_dnsaddr." + name), DClass.IN, 60, List.of("dnsaddr=" + address)));
    }
  }

  private DialOutcome dial(String address) {
    return dialer.connect(listener.peer(), List.of(Multiaddr.parse(address)), TestHosts.PATIENCE);
  }

  private void assertReaches(Multiaddr reached, String address) {
    assertThat(dial(address))
        .isInstanceOfSatisfying(
            DialOutcome.Connected.class,
            made -> assertThat(made.connection().remoteAddress()).isEqualTo(reached));
  }

  @Test
  void nameOfAnIpv4AddressIsDialled() {
    assertReaches(listener.listenAddresses().getFirst(), "/dns4/localhost/tcp/" + port(0));
    assertThat(dns.questions).hasPositiveValue();
  }

  @Test
  void nameOfAnIpv6AddressIsDialled() {
    assertReaches(listener.listenAddresses().getLast(), "/dns6/localhost/tcp/" + port(1));
  }

  @Test
  void nameOfBothIsDialledWhereSomebodyListens() {
    assertReaches(listener.listenAddresses().getFirst(), "/dns/localhost/tcp/" + port(0));
  }

  @Test
  void dnsaddrIsFollowedThroughAnotherToTheAddressOfThisPeer() throws IOException {
    String peer = "/p2p/" + listener.peer();
    refers("node.example", "/dnsaddr/deeper.example" + peer);
    refers(
        "deeper.example",
        "/ip4/127.0.0.1/tcp/9/p2p/" + TestHosts.key().peerId(),
        "/dns4/localhost/tcp/" + port(0) + peer);

    assertReaches(listener.listenAddresses().getFirst(), "/dnsaddr/node.example" + peer);
  }

  /** DNS rebinding: whoever answers for a name must not have us dial into our own network. */
  @ParameterizedTest
  @ValueSource(strings = {"/dns4/localhost/tcp/", "/dns6/localhost/tcp/", "/dns/localhost/tcp/"})
  void nameThatTheNetworkToldOfLeadsToNoPrivateAddress(String name) {
    List<Multiaddr> named = List.of(Multiaddr.parse(name + port(name.contains("6") ? 1 : 0)));

    assertThat(dialer.connect(listener.peer(), DialTargets.heard(named), TestHosts.PATIENCE))
        .isInstanceOf(DialOutcome.NoAddress.class);
    assertThat(dns.questions).as("it was looked up").hasPositiveValue();
    dialer.addressBook().add(listener.peer(), named, Duration.ofMinutes(1));
    assertThat(dialer.connect(listener.peer(), List.of(), TestHosts.PATIENCE))
        .as("nor from the address book")
        .isInstanceOf(DialOutcome.NoAddress.class);
    assertThat(dialer.connect(listener.peer(), named, TestHosts.PATIENCE))
        .as("the user may")
        .isInstanceOf(DialOutcome.Connected.class);
  }

  @Test
  void dnsaddrThatTheNetworkToldOfLeadsToNoPrivateAddressEither() throws IOException {
    String peer = "/p2p/" + listener.peer();
    refers("node.example", listener.listenAddresses().getFirst() + peer);
    List<Multiaddr> named = List.of(Multiaddr.parse("/dnsaddr/node.example" + peer));

    assertThat(dialer.connect(listener.peer(), DialTargets.heard(named), TestHosts.PATIENCE))
        .isInstanceOf(DialOutcome.NoAddress.class);
    assertReaches(listener.listenAddresses().getFirst(), named.getFirst().toString());
  }

  /** Nobody listens there, and the gate keeps us from trying. */
  @Test
  void nameThatTheNetworkToldOfLeadsToPublicAddresses() throws IOException {
    dns.add(
        new ARecord(name("mixed.example"), DClass.IN, 60, InetAddress.getByName("127.0.0.1")),
        new ARecord(name("mixed.example"), DClass.IN, 60, InetAddress.getByName("10.1.2.3")),
        new ARecord(name("mixed.example"), DClass.IN, 60, InetAddress.getByName("169.254.169.254")),
        new ARecord(name("mixed.example"), DClass.IN, 60, InetAddress.getByName("100.64.0.1")),
        new ARecord(name("mixed.example"), DClass.IN, 60, InetAddress.getByName("8.8.8.8")));
    List<Multiaddr> asked = new CopyOnWriteArrayList<>();
    DialTargets targets =
        DialTargets.heard(List.of(Multiaddr.parse("/dns4/mixed.example/tcp/4001")))
            .through(
                address -> {
                  asked.add(address);
                  return Optional.of("not from a test");
                });

    dialer.connect(listener.peer(), targets, TestHosts.PATIENCE);

    assertThat(asked).containsExactly(Multiaddr.parse("/ip4/8.8.8.8/tcp/4001"));
  }

  @Test
  void nameThatNobodyKnowsIsNoAddress() {
    assertThat(dial("/dns4/nobody.example/tcp/1"))
        .isInstanceOfSatisfying(
            DialOutcome.NoAddress.class,
            none ->
                assertThat(none.unfit())
                    .singleElement()
                    .extracting(DialOutcome.Attempt::reason)
                    .asString()
                    .startsWith("the name did not resolve: "));
  }

  @Test
  void nameOfADomainForWhichNobodyIsAskedIsNoAddress() {
    assertThat(dial("/dns4/localhost.test/tcp/" + port(0)))
        .isInstanceOf(DialOutcome.NoAddress.class);
    assertThat(dns.questions).hasValue(0);
  }

  /** The good one is the last of {@link Names#MAX_NAMES}, or one behind. */
  @ParameterizedTest
  @ValueSource(ints = {Names.MAX_NAMES, Names.MAX_NAMES + 1})
  void eightNamesAreLookedUpForOneDial(int place) {
    List<Multiaddr> names = new ArrayList<>();
    for (int i = 1; i < place; i++) {
      names.add(Multiaddr.parse("/dns4/n" + i + ".example/tcp/1"));
    }
    names.add(Multiaddr.parse("/dns4/localhost/tcp/" + port(0)));

    DialOutcome outcome = dialer.connect(listener.peer(), names, TestHosts.PATIENCE);

    assertThat(outcome instanceof DialOutcome.Connected).isEqualTo(place <= Names.MAX_NAMES);
  }
}
