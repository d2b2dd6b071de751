package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.commands.NodeCommands;
import org.trustnet.bootstrap.commands.RoutingCommands;
import org.trustnet.bootstrap.commands.SwarmCommands;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.multiformats.Bytes;

/** {@code id}, {@code ping}, {@code swarm} and {@code routing}. */
class NetworkAnswersTest {
  @TempDir Path ours;
  @TempDir Path theirs;
  private TestNode node;
  private TestNode other;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(ours);
    other = TestNode.start(theirs);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    other.close();
  }

  @Test
  void saysWhoWeAreAndWhoOthersAre() {
    String peer = other.host.peer().toString();
    TestNode.connect(node, other);

    assertThat(node.call(NodeCommands.ID).document())
        .containsEntry("ID", node.host.peer().toString())
        .containsEntry("Addresses", List.of(node.address()))
        .containsEntry("AgentVersion", Version.AGENT)
        .containsEntry(
            "Bootstrap",
            Map.of(
                "State",
                "partial",
                "Answered",
                1,
                "Contacts",
                Map.of("bootstrap", Map.of("answered", 1L, "failed", 2L)),
                "EclipseSuspects",
                0L));
    Map<String, Object> them = node.call(NodeCommands.ID, peer).document();
    assertThat(them)
        .containsEntry("ID", peer)
        .containsEntry("Addresses", List.of(other.address()))
        .containsEntry(
            "PublicKey",
            Base64.getEncoder()
                .encodeToString(other.keyring.self().publicKey().encode().toArray()));
    assertThat((List<?>) them.get("Protocols")).asString().contains("/ipfs/kad/1.0.0");
  }

  @Test
  void aPeerWithoutAKnownAddressIsSaidToBeThatWithWhatToDo() {
    String peer = other.host.peer().toString();
    assertThatThrownBy(() -> node.call(NodeCommands.PING, peer).rows())
        .hasMessage(
            "no address of "
                + peer
                + " is known here, and there is no peer yet to ask; name one that ends in /p2p/"
                + peer);
  }

  @Test
  void pingsAndSumsUp() {
    List<Map<String, Object>> rows =
        node.call(NodeCommands.PING, Map.of("count", "2"), other.address()).rows();

    assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row).containsEntry("Success", true));
    assertThat(rows.getFirst()).containsEntry("Text", "PING " + other.host.peer() + ".");
    assertThat((Long) rows.get(1).get("Time")).isPositive();
    assertThat(rows.getLast().get("Text")).asString().matches("Average latency: \\d+\\.\\d\\dms");
    for (String count : new String[] {"0", "1001"}) {
      assertThatThrownBy(
              () -> node.call(NodeCommands.PING, Map.of("count", count), other.address()).rows())
          .hasMessageContaining("--count");
    }
  }

  @Test
  void connectsShowsAndDisconnects() {
    String peer = other.host.peer().toString();

    assertThat(node.call(SwarmCommands.CONNECT, other.address()).document())
        .containsEntry("Strings", List.of("connect " + peer + " success"));
    Map<?, ?> row = peers(Map.of("verbose", "true")).getFirst();
    assertThat(row.get("Peer")).isEqualTo(peer);
    assertThat(row.get("Direction")).isEqualTo(2);
    assertThat(row.get("Latency")).isEqualTo("n/a");
    assertThat(peers(Map.of("latency", "true")).getFirst().get("Latency")).isEqualTo("n/a");
    assertThat(peers(Map.of()).getFirst().get("Latency")).isEqualTo("");
    assertThat(row.get("Addr")).isEqualTo(other.host.listenAddresses().getFirst().toString());
    assertThat(node.call(SwarmCommands.DISCONNECT, "/p2p/" + peer).document())
        .containsEntry("Strings", List.of("disconnect " + peer + " success"));

    node.call(SwarmCommands.CONNECT, other.address()).document();
    node.holdBy("acme", "my list");
    assertThat(node.call(SwarmCommands.DISCONNECT, "/p2p/" + peer).document())
        .containsEntry(
            "Strings",
            List.of(
                "disconnect " + peer + " success",
                "it is held by acme, \"my list\" and connected to again; trust deny acme"
                    + " hold-connection ends that"));
    assertThatThrownBy(() -> node.call(SwarmCommands.CONNECT, "/ip4/127.0.0.1/tcp/1").document())
        .hasMessageContaining("does not end in /p2p/");
    assertThatThrownBy(() -> node.call(SwarmCommands.CONNECT, "nonsense").document())
        .hasMessageContaining("nonsense");
  }

  @Test
  void theLatencyIsInMillisecondsAndNotMadeUp() {
    assertThat(SwarmAnswers.latency(Optional.of(Duration.ofNanos(1_254_999)))).isEqualTo("1.25ms");
    assertThat(SwarmAnswers.latency(Optional.of(Duration.ofSeconds(2)))).isEqualTo("2000.00ms");
    assertThat(SwarmAnswers.latency(Optional.empty())).isEqualTo("n/a");
  }

  @Test
  void whyAPeerCannotBeConnectedToIsSaidInPlainWords() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String peer = "12D3KooWF7JadtUF3CTV9H8m2joAhrpWmrEU7HgH6sdUMuetEn81";
    String at = "/ip4/127.0.0.1/tcp/" + port;

    assertThatThrownBy(() -> node.call(SwarmCommands.CONNECT, at + "/p2p/" + peer).document())
        .hasMessage("connect " + peer + " failure: " + at + ": connection refused");
  }

  @Test
  void anAddressThatTheUserNamesIsTriedThoughAnotherFailedAMomentAgo() throws IOException {
    String peer = other.host.peer().toString();
    String wrong;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      wrong = "/ip4/127.0.0.1/tcp/" + free.getLocalPort() + "/p2p/" + peer;
    }
    String quic = "/ip4/127.0.0.1/udp/4001/quic-v1/p2p/" + peer;
    assertThatThrownBy(() -> node.call(SwarmCommands.CONNECT, wrong).document())
        .hasMessageContaining("connection refused");
    assertThatThrownBy(() -> node.call(SwarmCommands.CONNECT, quic).document())
        .hasMessageContaining("its transport is not supported");
    for (OperationSpec spec : List.of(NodeCommands.PING, NodeCommands.ID)) {
      assertThatThrownBy(() -> node.call(spec, wrong).rows())
          .as(spec.path())
          .hasMessageContaining("connection refused");
    }

    assertThat(node.call(SwarmCommands.CONNECT, other.address()).document())
        .containsEntry("Strings", List.of("connect " + peer + " success"));
  }

  private List<Map<String, Object>> peers(Map<String, String> options) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> rows =
        (List<Map<String, Object>>) node.call(SwarmCommands.PEERS, options).document().get("Peers");
    return rows;
  }

  @Test
  void findsProvidersAndPeers() {
    TestNode.connect(node, other);
    Object cid = other.call(ContentCommands.BLOCK_PUT).file("", "x").rows().getFirst().get("Key");
    other.call(RoutingCommands.PROVIDE, (String) cid).rows();

    assertThat(node.call(RoutingCommands.FINDPROVS, (String) cid).rows())
        .singleElement()
        .asString()
        .contains("ID=" + other.host.peer(), "Type=4");
    assertThat(
            node.call(
                    RoutingCommands.FINDPROVS, Map.of("num-providers", "99999999999"), (String) cid)
                .rows())
        .hasSize(1);
    assertThat(node.call(RoutingCommands.FINDPEER, other.host.peer().toString()).rows())
        .singleElement()
        .asString()
        .contains("ID=" + other.host.peer(), "Type=2");
    assertThatThrownBy(
            () ->
                node.call(RoutingCommands.FINDPROVS, Map.of("num-providers", "0"), (String) cid)
                    .rows())
        .hasMessageContaining("must be greater than 0");
    assertThatThrownBy(() -> node.call(RoutingCommands.PROVIDE, (String) cid).rows())
        .hasMessageContaining("not found locally, cannot provide");
  }

  @Test
  void putsAndGetsRecords() {
    other.call(NameCommands.PUBLISH, "/ipfs/bafkqaaik").document();
    String name = other.host.peer().toName();
    Bytes record = other.call(NameCommands.GET, name).bytes();
    TestNode.Call alone = node.call(RoutingCommands.PUT, "/ipns/" + name).file("", record);
    assertThatThrownBy(alone::rows).hasMessageContaining("no peer is in the routing table");
    TestNode.connect(node, other);

    assertThat(node.call(RoutingCommands.PUT, "/ipns/" + name).file("", record).rows()).isEmpty();

    assertThat(node.call(RoutingCommands.GET, "/ipns/" + name).rows())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("Extra", Base64.getEncoder().encodeToString(record.toArray())));
    assertThatThrownBy(
            () -> node.call(RoutingCommands.PUT, "/ipns/" + name).file("", "junk").rows())
        .hasMessageContaining("cannot put");
    assertThatThrownBy(() -> node.call(RoutingCommands.GET, "/other/x").rows())
        .hasMessageContaining("invalid key");
  }
}
