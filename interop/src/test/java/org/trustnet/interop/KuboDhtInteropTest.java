package org.trustnet.interop;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.store.SoftState;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.libp2p.node.HostConfig.Security;
import org.trustnet.multiformats.PeerId;
import tools.jackson.databind.JsonNode;

/** Our node finds its way into a DHT of Kubos alone, and back into it. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class KuboDhtInteropTest {
  /** Kubos that our node is not told of: as many as must answer for a start to be good. */
  private static final int OTHERS = 4;

  @TempDir Path folder;

  /** On a loopback network of its own, so that the Kubos count as spread widely. */
  private static KuboDaemon.Settings kubo(int network, String routing) {
    return new KuboDaemon.Settings().publicDht(routing).listen("127." + network + ".0.1");
  }

  @Test
  void nodeToldOfOneKuboFindsTheOthersAndRejoinsWithoutIt() throws Exception {
    KuboDaemon told = KuboDaemon.start(kubo(1, "dhtserver"));
    List<KuboDaemon> started = new ArrayList<>(List.of(told));
    try (NodeProcess ours = NodeProcess.create(folder.resolve("repo"))) {
      started.addAll(
          KuboDaemon.start(
              IntStream.rangeClosed(2, 1 + OTHERS)
                  .mapToObj(i -> kubo(i, "dhtserver").bootstrap(told.tcpAddress()))
                  .toList()));
      List<KuboDaemon> others = List.copyOf(started.subList(1, started.size()));
      // In nobody's table: only the one that it is connected with can say where it is.
      KuboDaemon hidden = KuboDaemon.start(kubo(100, "none"));
      started.add(hidden);
      hidden.ipfs("swarm", "connect", others.getLast().tcpAddress()).require();
      others.forEach(kubo -> Eventually.holds(() -> kubo.hasInTable("wan", told.peer())));

      joins(ours, told, others);
      finds(ours, hidden);
      Eventually.pass(SoftState.FLUSH.multipliedBy(2));
      started.remove(told);
      told.close();
      ours.killAndRunAgain();
      rejoins(ours, others);
    } finally {
      KuboDaemon.closeAll(started);
    }
  }

  private static void joins(NodeProcess ours, KuboDaemon told, List<KuboDaemon> others)
      throws Exception {
    ours.command("bootstrap", "add", "--yes", told.tcpAddress());
    Eventually.holds(() -> ours.stage().equals("bootstrapped"));

    assertThat(answered(ours, "bootstrap")).isEqualTo(1);
    assertThat(ours.command("bootstrap", "ls").lines())
        .singleElement(as(STRING))
        .startsWith(told.tcpAddress() + " ");
    others.forEach(kubo -> Eventually.holds(() -> kubo.hasInTable("wan", ours.id())));
    List<String> ids = others.stream().map(KuboDaemon::peer).toList();
    Eventually.holds(() -> table(ours).containsAll(ids));
  }

  private static long answered(NodeProcess ours, String source) {
    JsonNode contacts = ours.ask("id").path("Bootstrap").path("Contacts");
    return contacts.path(source).path("answered").asLong(0);
  }

  /** The peers of its routing table, as it tells a stranger in answer to one FIND_NODE. */
  private static List<String> table(NodeProcess ours) {
    try (PeerProgram stranger =
        PeerProgram.start(
            PeerProgram.Stack.GO,
            Security.NOISE,
            "--kad",
            KadConfig.WAN_PROTOCOL,
            "--kad-mode",
            "client")) {
      stranger.ask("connect", "addr", ours.address());
      String key = PeerProgram.base64(PeerId.parse(stranger.id()).encode());
      return stranger.peers("find-node", "key", key, "peer", ours.id()).stream()
          .map(PeerProgram.Peer::id)
          .toList();
    }
  }

  private static void finds(NodeProcess ours, KuboDaemon hidden) throws Exception {
    assertThat(ours.isConnected(hidden.peer())).isFalse();
    assertThat(ours.command("routing", "findpeer", hidden.peer()))
        .isEqualTo(hidden.tcpAddress().substring(0, hidden.tcpAddress().indexOf("/p2p/")));
  }

  private static void rejoins(NodeProcess ours, List<KuboDaemon> others) {
    Eventually.holds(() -> ours.stage().equals("bootstrapped"));

    assertThat(answered(ours, "bootstrap")).isZero();
    assertThat(answered(ours, "remembered") + answered(ours, "anchor")).isPositive();
    assertThat(others).allSatisfy(kubo -> assertThat(kubo.swarm()).contains(ours.id()));
  }
}
