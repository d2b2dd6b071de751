package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.libp2p.dns.LoopbackDns;

/** Peers named by a dnsaddr tree, at whole nodes that ask a DNS server on loopback. */
@Timeout(120)
final class DnsAddrTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();

  @TempDir private Path folder;
  private LoopbackDns dns;
  private Node node;
  private Node other;
  private RpcCalls rpc;

  @BeforeEach
  void start() throws IOException {
    dns = new LoopbackDns();
    node = node("node");
    other = node("other");
    rpc = new RpcCalls(node.api(), folder.resolve("node"));
  }

  private Node node(String name) throws IOException {
    NewRepository.create(folder.resolve(name), Profile.TEST, REAL);
    Map<String, String> environment = Map.of("TRUSTNET_DNS_RESOLVERS", "test=" + dns.url());
    return Node.start(folder.resolve(name), environment, REAL, _ -> {});
  }

  @AfterEach
  void stop() throws IOException {
    rpc.close();
    node.close();
    other.close();
    dns.close();
  }

  private String id(String address) throws IOException, InterruptedException {
    return new String(
        rpc.call("id?" + RpcCalls.query("arg", address)).body(), StandardCharsets.UTF_8);
  }

  @Test
  void aTreeThatLeadsToOnePeerNamesIt() throws Exception {
    dns.text("_dnsaddr.one.test", "dnsaddr=/dnsaddr/leaf.test/p2p/" + other.peer());
    dns.text("_dnsaddr.leaf.test", "dnsaddr=" + other.addresses().getFirst());

    assertThat(id("/dnsaddr/one.test")).contains("\"ID\":\"" + other.peer() + "\"", "trustnet");
  }

  @Test
  void aTreeThatLeadsToSeveralPeersOrToNoneIsToldSo() throws Exception {
    dns.text(
        "_dnsaddr.two.test",
        "dnsaddr=" + other.addresses().getFirst(),
        "dnsaddr=" + node.addresses().getFirst());

    assertThat(id("/dnsaddr/two.test"))
        .contains("leads to 2 peers", "/dnsaddr/two.test/p2p/" + other.peer());
    assertThat(id("/dnsaddr/none.test")).contains("leads to no peer", "NOT_FOUND");
  }
}
