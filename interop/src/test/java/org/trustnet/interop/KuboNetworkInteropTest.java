package org.trustnet.interop;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.node.HostConfig.Security;
import org.trustnet.libp2p.node.TestHosts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kubo nodes that know only us, with mDNS, AutoConf and peering off: what they find of each other,
 * they found through us. We are the program that users run, except where a test gives our node
 * knowledge that no user can.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KuboNetworkInteropTest {
  private static final int KUBOS = 8;

  /** How long those that must not find each other are given: finding takes a tenth of it. */
  private static final Duration WAIT_IN_VAIN = Duration.ofSeconds(10);

  /** Which of the two DHTs Kubo uses on loopback. */
  enum Dht {
    WAN,
    LAN;

    KuboDaemon.Settings settings(String type) {
      KuboDaemon.Settings settings = new KuboDaemon.Settings();
      return switch (this) {
        case WAN -> settings.publicDht(type);
        case LAN -> settings.config("Routing.Type", '"' + type + '"');
      };
    }

    String table() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @TempDir private Path folder;

  @Test
  void eightKubosFindEachOtherThroughUs() throws Exception {
    try (NodeProcess node = program()) {
      String us = node.id();
      KuboDaemon.Settings settings = Dht.WAN.settings("dhtserver").bootstrap(node.address());
      List<KuboDaemon> kubos = KuboDaemon.start(KUBOS, settings);
      try {
        List<String> ids = kubos.stream().map(KuboDaemon::peer).toList();
        for (KuboDaemon kubo : kubos) {
          Eventually.holds(() -> knowsAll(kubo, ids));
          assertThat(kubo.hasInTable("wan", us)).isTrue();
        }
        String cid = content(kubos.getFirst());
        kubos.getFirst().ipfs("routing", "provide", cid).require();
        assertThat(kubos.getLast().ipfs("routing", "findprovs", cid).require())
            .contains(ids.getFirst());
      } finally {
        KuboDaemon.closeAll(kubos);
      }
    }
  }

  @Test
  void eightKubosDoNotFindEachOtherWhenWeAreStopped() throws Exception {
    String address;
    try (NodeProcess node = program()) {
      address = node.address();
    }
    KuboDaemon.Settings settings = Dht.WAN.settings("dhtserver").bootstrap(address);
    List<KuboDaemon> kubos = KuboDaemon.start(KUBOS, settings);
    try {
      Eventually.pass(WAIT_IN_VAIN);
      assertThat(kubos).allSatisfy(kubo -> assertThat(kubo.swarm()).isBlank());
    } finally {
      KuboDaemon.closeAll(kubos);
    }
  }

  /** Our program on a new repository, which {@code run} makes. */
  private NodeProcess program() throws Exception {
    return NodeProcess.run(folder.resolve("repository"));
  }

  private static boolean knowsAll(KuboDaemon kubo, List<String> ids) {
    String table = kubo.ipfs("stats", "dht", "wan").require();
    String self = kubo.peer();
    return ids.stream().filter(id -> !id.equals(self)).allMatch(table::contains);
  }

  @ParameterizedTest
  @EnumSource(Dht.class)
  void clientsFindWhatTheOtherProvides(Dht dht) throws Exception {
    List<KuboDaemon> clients = List.of();
    try (NodeProcess node = program()) {
      clients = clients(dht, node);
      KuboDaemon one = clients.getFirst();
      KuboDaemon other = clients.getLast();
      String cid = content(one);
      one.ipfs("routing", "provide", cid).require();

      assertThat(other.ipfs("routing", "findprovs", cid).require()).contains(one.peer());

      String late = content(one);
      node.close();
      one.ipfs("routing", "provide", late);
      assertThat(other.ipfs("routing", "findprovs", "--timeout=5s", late).out())
          .doesNotContain(one.peer());
    } finally {
      KuboDaemon.closeAll(clients);
    }
  }

  @ParameterizedTest
  @EnumSource(Dht.class)
  void clientsResolveWhatTheOtherPublishes(Dht dht) throws Exception {
    List<KuboDaemon> clients = List.of();
    try (NodeProcess node = program()) {
      clients = clients(dht, node);
      KuboDaemon one = clients.getFirst();
      KuboDaemon other = clients.getLast();
      String first = content(one);
      String second = content(one);

      one.ipfs("name", "publish", "/ipfs/" + first).require();
      assertThat(resolve(other, one)).contains("/ipfs/" + first);
      one.ipfs("name", "publish", "/ipfs/" + second).require();
      assertThat(resolve(other, one)).contains("/ipfs/" + second);

      PrivateKey stranger = TestHosts.key();
      Path record = folder.resolve("record");
      Files.write(record, Records.record(stranger, 3).toArray());
      String foreign = "/ipns/" + stranger.peerId().toName();
      one.ipfs("routing", "put", foreign, record.toString()).require();
      assertThat(other.ipfs("name", "resolve", "--nocache", foreign).require())
          .contains("/ipfs/bafkqaaa");

      node.close();
      assertThat(resolve(other, one)).doesNotContain("/ipfs/");
    } finally {
      KuboDaemon.closeAll(clients);
    }
  }

  @ParameterizedTest
  @EnumSource(Security.class)
  void kuboFindsPeersAndRecordsThatOnlyWeHave(Security security) throws Exception {
    for (Meeting.Dialer dialer : Meeting.Dialer.values()) {
      KuboDaemon.Settings settings = Dht.WAN.settings("dhtclient");
      try (OurNode node = OurNode.start();
          PeerProgram stranger = PeerProgram.start(PeerProgram.Stack.GO, security);
          KuboDaemon kubo =
              KuboDaemon.start(
                  security == Security.TLS ? settings.onlyTls() : settings.onlyNoise())) {
        node.knows(stranger.id(), stranger.address());
        switch (dialer) {
          case THEY -> kubo.ipfs("swarm", "connect", node.address()).require();
          case WE -> node.dial(kubo.tcpAddress());
        }
        Eventually.holds(() -> kubo.hasInTable("wan", node.id()));
        assertThat(node.securityWith(kubo.peer())).containsExactly(Meeting.protocol(security));

        String found =
            kubo.ipfs("routing", "findpeer", stranger.id()).require().lines().toList().getFirst();
        assertThat(stranger.address()).startsWith(found);
        node.kad()
            .putValue(Records.key(node.key()), Records.record(node.key(), 7), OurNode.PATIENCE);
        JsonNode seen =
            new JsonMapper()
                .readTree(
                    kubo.ipfs("name", "resolve", "--nocache", "--enc=json", node.id()).require());
        assertThat(seen.get("Path").asString()).isEqualTo("/ipfs/bafkqaaa");
      }
    }
  }

  private static String resolve(KuboDaemon asks, KuboDaemon publisher) {
    return asks.ipfs("name", "resolve", "--nocache", "--timeout=5s", publisher.peer()).out();
  }

  /** Two clients of the DHT that are connected with us and nobody else. */
  private static List<KuboDaemon> clients(Dht dht, NodeProcess node) {
    String us = node.id();
    String address = node.address();
    List<KuboDaemon> clients = KuboDaemon.start(2, dht.settings("dhtclient"));
    try {
      clients.forEach(kubo -> kubo.ipfs("swarm", "connect", address).require());
      clients.forEach(kubo -> Eventually.holds(() -> kubo.hasInTable(dht.table(), us)));
      assertThat(clients)
          .allSatisfy(
              kubo -> assertThat(kubo.swarm().lines()).singleElement(as(STRING)).contains(us));
      return clients;
    } catch (AssertionError e) {
      KuboDaemon.closeAll(clients);
      throw e;
    }
  }

  private static String content(KuboDaemon kubo) {
    try {
      byte[] bytes = new byte[100];
      OurNode.RANDOM.nextBytes(bytes);
      Path file = Files.createTempFile("trustnet-interop", null);
      try {
        Files.write(file, bytes);
        return kubo.ipfs("add", "-Q", "--cid-version=1", file.toString()).require().strip();
      } finally {
        Files.delete(file);
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
