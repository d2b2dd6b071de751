package org.trustnet.libp2p.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TXTRecord;

class AddressResolverTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final PeerId ANN = PeerId.of(Multihash.sha256(Bytes.utf8("ann")));
  private static final PeerId BEN = PeerId.of(Multihash.sha256(Bytes.utf8("ben")));

  private LoopbackDns dns;
  private DnsClient client;
  private AddressResolver resolver;

  @BeforeEach
  void start() throws IOException {
    dns = new LoopbackDns();
    client = new DnsClient(DnsConfig.of(dns.server()), System::nanoTime);
    resolver = new AddressResolver(client);
  }

  @AfterEach
  void stop() throws IOException {
    dns.close();
  }

  private static Name name(String text) throws IOException {
    return Name.fromString(text, Name.root);
  }

  private void txt(String name, String... strings) throws IOException {
    dns.add(new TXTRecord(name(name), DClass.IN, 60, List.of(strings)));
  }

  private void a(String name, String ip) throws IOException {
    dns.add(new ARecord(name(name), DClass.IN, 60, InetAddress.getByName(ip)));
  }

  private void aaaa(String name, String ip) throws IOException {
    dns.add(new AAAARecord(name(name), DClass.IN, 60, InetAddress.getByName(ip)));
  }

  private List<String> resolve(String address) throws DnsException {
    return resolver.resolve(Multiaddr.parse(address), LONG).addresses().stream()
        .map(Multiaddr::toString)
        .toList();
  }

  @Test
  void looksUpNamesOfEachFamily() throws IOException {
    a("node.example", "192.0.2.1");
    a("node.example", "192.0.2.2");
    aaaa("node.example", "2001:db8::1");
    assertThat(resolve("/dns4/node.example/tcp/1"))
        .containsExactly("/ip4/192.0.2.1/tcp/1", "/ip4/192.0.2.2/tcp/1");
    assertThat(resolve("/dns6/node.example/tcp/1")).containsExactly("/ip6/2001:db8::1/tcp/1");
    assertThat(resolve("/dns/node.example/tcp/1/p2p/" + ANN))
        .containsExactly(
            "/ip6/2001:db8::1/tcp/1/p2p/" + ANN,
            "/ip4/192.0.2.1/tcp/1/p2p/" + ANN,
            "/ip4/192.0.2.2/tcp/1/p2p/" + ANN);
  }

  @Test
  void addressWithoutNameIsItsOwnResult() throws IOException {
    assertThat(resolve("/ip4/192.0.2.1/tcp/1")).containsExactly("/ip4/192.0.2.1/tcp/1");
    assertThat(dns.questions).hasValue(0);
  }

  @Test
  void followsAliases() throws IOException {
    dns.zone.put(
        "www.example. 1",
        List.of(
            new CNAMERecord(name("www.example"), DClass.IN, 60, name("node.example")),
            new ARecord(name("node.example"), DClass.IN, 60, InetAddress.getByName("192.0.2.1")),
            new ARecord(name("evil.example"), DClass.IN, 60, InetAddress.getByName("192.0.2.9"))));
    dns.zone.put(
        "loop.example. 1",
        List.of(new CNAMERecord(name("loop.example"), DClass.IN, 60, name("loop.example"))));
    assertThat(resolve("/dns4/www.example/tcp/1")).containsExactly("/ip4/192.0.2.1/tcp/1");
    assertThat(resolve("/dns4/loop.example/tcp/1")).isEmpty();
  }

  @Test
  void followsEightAliasesAndNoMore() throws IOException {
    for (int count : new int[] {8, 9}) {
      List<org.xbill.DNS.Record> chain = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        chain.add(
            new CNAMERecord(
                name("c" + count + "-" + i + ".example"),
                DClass.IN,
                60,
                name("c" + count + "-" + (i + 1) + ".example")));
      }
      chain.add(
          new ARecord(
              name("c" + count + "-" + count + ".example"),
              DClass.IN,
              60,
              InetAddress.getByName("192.0.2.1")));
      dns.zone.put("c" + count + "-0.example. 1", chain);
    }
    assertThat(DnsAnswer.MAX_ALIASES).isEqualTo(8);
    assertThat(resolve("/dns4/c8-0.example/tcp/1")).containsExactly("/ip4/192.0.2.1/tcp/1");
    assertThat(resolve("/dns4/c9-0.example/tcp/1")).isEmpty();
  }

  @Test
  void keepsOnlyAddressesOfThePeerThatWasAskedFor() throws IOException {
    txt("_dnsaddr.example", "dnsaddr=/ip4/192.0.2.1/tcp/1/p2p/" + ANN);
    txt("_dnsaddr.example", "dnsaddr=/ip4/192.0.2.2/tcp/1/p2p/" + BEN);
    txt("_dnsaddr.example", "dnsaddr=/ip4/192.0.2.3/tcp/1");
    txt("_dnsaddr.example", "dnsaddr=/new-protocol/1/p2p/" + ANN);
    txt("_dnsaddr.example", "v=spf1 -all");
    assertThat(resolve("/dnsaddr/example/p2p/" + ANN))
        .containsExactly("/ip4/192.0.2.1/tcp/1/p2p/" + ANN);
    assertThat(resolve("/dnsaddr/example")).hasSize(3);
  }

  @Test
  void followsDnsaddrToDnsaddrAndNames() throws IOException {
    txt("_dnsaddr.example", "dnsaddr=/dnsaddr/sub.example/p2p/" + ANN);
    txt("_dnsaddr.sub.example", "dnsaddr=/dns4/node.", "example/tcp/1/p2p/" + ANN);
    a("node.example", "192.0.2.1");
    assertThat(resolve("/dnsaddr/example/p2p/" + ANN))
        .containsExactly("/ip4/192.0.2.1/tcp/1/p2p/" + ANN);
  }

  @Test
  void followsNoMoreThanFourReferences() throws IOException {
    for (int i = 0; i < 6; i++) {
      txt("_dnsaddr.d" + i + ".example", "dnsaddr=/dnsaddr/d" + (i + 1) + ".example");
      txt("_dnsaddr.d" + i + ".example", "dnsaddr=/ip4/192.0.2." + i + "/tcp/1");
    }
    assertThat(resolve("/dnsaddr/d0.example"))
        .containsExactlyInAnyOrder(
            "/ip4/192.0.2.0/tcp/1",
            "/ip4/192.0.2.1/tcp/1",
            "/ip4/192.0.2.2/tcp/1",
            "/ip4/192.0.2.3/tcp/1");
    assertThat(dns.questions).hasValue(4);
  }

  @Test
  void loopEndsAfterOneRound() throws IOException {
    txt("_dnsaddr.a.example", "dnsaddr=/dnsaddr/b.example");
    txt("_dnsaddr.b.example", "dnsaddr=/dnsaddr/a.example");
    assertThat(resolve("/dnsaddr/a.example")).isEmpty();
    assertThat(dns.questions).hasValue(2);
  }

  @Test
  void asksNoMoreThan32Questions() throws IOException {
    for (int i = 0; i < 16; i++) {
      txt("_dnsaddr.example", "dnsaddr=/dnsaddr/s" + i + ".example");
      for (int j = 0; j < 16; j++) {
        txt("_dnsaddr.s" + i + ".example", "dnsaddr=/dns4/n" + i + "-" + j + ".example/tcp/1");
        a("n" + i + "-" + j + ".example", "192.0.2.1");
      }
    }
    assertThat(resolve("/dnsaddr/example")).isNotEmpty();
    assertThat(dns.questions)
        .hasValueBetween(AddressResolver.MAX_LOOKUPS, 2 * AddressResolver.MAX_LOOKUPS);
  }

  @Test
  void addressesOfOneNodeShare32Questions() throws Exception {
    AddressResolver.Lookups lookups = resolver.lookups(LONG);
    int found = 0;
    for (int i = 0; i <= AddressResolver.MAX_LOOKUPS; i++) {
      a("n" + i + ".example", "192.0.2.1");
      Multiaddr address = Multiaddr.parse("/dns4/n" + i + ".example/tcp/1");
      found += lookups.resolve(address).addresses().size();
      assertThat(resolver.resolve(address, LONG).addresses()).hasSize(1);
    }
    assertThat(found).isEqualTo(AddressResolver.MAX_LOOKUPS);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16, 17})
  void usesNoMoreThan16Records(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      a("many.example", "192.0.2." + i);
    }
    assertThat(resolve("/dns4/many.example/tcp/1")).hasSize(Math.min(count, 16));
  }

  @Test
  void asksByTcpWhenTheAnswerWasTruncated() throws IOException {
    a("node.example", "192.0.2.1");
    dns.udpAnswer =
        question -> {
          Message short1 = new Message(question.getHeader().getID());
          short1.getHeader().setFlag(Flags.QR);
          short1.getHeader().setFlag(Flags.TC);
          short1.addRecord(question.getQuestion(), org.xbill.DNS.Section.QUESTION);
          return List.of(short1.toWire());
        };
    assertThat(resolve("/dns4/node.example/tcp/1")).containsExactly("/ip4/192.0.2.1/tcp/1");
  }

  @Test
  void asksByTcpAloneWhereConfigured() throws IOException {
    txt("_dnslink.example", "dnslink=/ipns/other.example");
    DnsClient tcp = new DnsClient(DnsConfig.of(new DnsServer.Tcp(dns.address())), System::nanoTime);
    assertThat(tcp.txt("_dnslink.example", LONG)).containsExactly("dnslink=/ipns/other.example");
    assertThat(dns.questions).hasValue(0);
  }

  @Test
  void passesOverDatagramsThatAreNotTheAnswer() throws IOException {
    a("node.example", "192.0.2.1");
    dns.udpAnswer =
        question -> {
          Message right = dns.answer(question);
          Message wrongId = dns.answer(question);
          wrongId.getHeader().setID(question.getHeader().getID() ^ 1);
          Message update = dns.answer(question);
          update.getHeader().setOpcode(Opcode.UPDATE);
          return List.of(
              update.toWire(),
              new byte[] {1, 2, 3},
              new byte[2_000],
              wrongId.toWire(),
              question.toWire(),
              right.toWire());
        };
    assertThat(resolve("/dns4/node.example/tcp/1")).containsExactly("/ip4/192.0.2.1/tcp/1");
  }

  /** Sends wrong answers before the right one. */
  private void answerAfterWrongOnes(int wrongOnes) {
    dns.udpAnswer =
        question -> {
          Message wrong = dns.answer(question);
          wrong.getHeader().setID(question.getHeader().getID() ^ 1);
          List<byte[]> flood = new ArrayList<>(Collections.nCopies(wrongOnes, wrong.toWire()));
          flood.add(dns.answer(question).toWire());
          return flood;
        };
  }

  @Test
  void answerIsFoundBehindAsManyWrongOnesAsArePassedOver() throws IOException {
    a("node.example", "192.0.2.1");
    answerAfterWrongOnes(DnsExchange.MAX_STRAYS);
    assertThat(resolve("/dns4/node.example/tcp/1")).containsExactly("/ip4/192.0.2.1/tcp/1");
  }

  @Test
  void oneWrongAnswerMoreEndsTheLookUp() throws IOException {
    a("node.example", "192.0.2.1");
    answerAfterWrongOnes(DnsExchange.MAX_STRAYS + 1);
    AddressResolver.Resolution resolution =
        resolver.resolve(Multiaddr.parse("/dns4/node.example/tcp/1"), LONG);
    assertThat(resolution.addresses()).isEmpty();
    assertThat(resolution.failure().orElseThrow().kind()).isEqualTo(DnsException.Kind.MALFORMED);
  }

  @Test
  void failedServerIsFollowedByTheNext() throws IOException {
    try (LoopbackDns broken = new LoopbackDns()) {
      broken.udpAnswer =
          question -> {
            Message refused = broken.answer(question);
            refused.getHeader().setRcode(Rcode.SERVFAIL);
            return List.of(refused.toWire());
          };
      txt("a.example", "yes");
      DnsClient both = new DnsClient(DnsConfig.of(broken.server(), dns.server()), System::nanoTime);
      assertThat(both.txt("a.example", LONG)).containsExactly("yes");
      DnsClient one = new DnsClient(DnsConfig.of(broken.server()), System::nanoTime);
      assertThatThrownBy(() -> one.txt("a.example", LONG)).hasMessageContaining("SERVFAIL");
    }
  }

  @Test
  void silentServerCostsTheTimeThatWasGiven() {
    dns.udpAnswer = question -> List.of();
    assertThatThrownBy(() -> client.txt("a.example", Duration.ofMillis(50)))
        .isInstanceOfSatisfying(
            DnsException.class, e -> assertThat(e.kind()).isEqualTo(DnsException.Kind.TIMEOUT));
  }

  @Test
  void interruptEndsTheWait() throws Exception {
    CompletableFuture<Thread> asked = new CompletableFuture<>();
    CompletableFuture<DnsException> ended = new CompletableFuture<>();
    dns.udpAnswer =
        question -> {
          asked.join().interrupt();
          return List.of();
        };
    Thread thread =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try {
                    resolver.resolve(Multiaddr.parse("/dns4/node.example/tcp/1"), LONG);
                  } catch (DnsException e) {
                    ended.complete(e);
                  }
                });
    asked.complete(thread);
    thread.start();
    assertThat(ended.get().kind()).isEqualTo(DnsException.Kind.INTERRUPTED);
  }

  @Test
  void longestSuffixChoosesTheServers() {
    DnsServer one = DnsServer.parse("udp://127.0.0.1:1053");
    DnsServer two = DnsServer.parse("tcp://[::1]");
    DnsServer three = DnsServer.parse("https://dns.example/dns-query");
    DnsConfig config =
        DnsConfig.of(one).with(Map.of("eth.", List.of(two), ".sub.eth", List.of(three)));
    assertThat(config.serversFor("a.example")).containsExactly(one);
    assertThat(config.serversFor("Name.ETH.")).containsExactly(two);
    assertThat(config.serversFor("a.sub.eth")).containsExactly(three);
    assertThat(config.serversFor("notsub.eth")).containsExactly(two);
    assertThat(one).isEqualTo(new DnsServer.Udp(new InetSocketAddress("127.0.0.1", 1053)));
    assertThat(new DnsConfig(Map.of()).serversFor("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1.1.1.1", "udp://name.example", "ftp://1.1.1.1", "udp://1.2.3", "::"})
  void refusesWhatIsNoServer(String text) {
    assertThatThrownBy(() -> DnsServer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a DNS server");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void domainHasOneToFourServers(int count) {
    DnsServer[] servers = new DnsServer[count];
    java.util.Arrays.fill(servers, dns.server());
    assertThatThrownBy(() -> DnsConfig.of(servers)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void badNameIsAnError() {
    assertThatThrownBy(() -> client.txt("a".repeat(64) + ".example", LONG))
        .isInstanceOfSatisfying(
            DnsException.class, e -> assertThat(e.kind()).isEqualTo(DnsException.Kind.BAD_NAME));
  }
}
