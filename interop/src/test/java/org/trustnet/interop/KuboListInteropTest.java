package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.multiformats.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trust lists that go from a Kubo to our node and from our node to a Kubo. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class KuboListInteropTest {
  @TempDir static Path folder;

  private static NodeProcess ours;

  @BeforeAll
  static void runOurNode() throws Exception {
    Peers.require("kubo");
    ours = NodeProcess.create(folder.resolve("repo"));
  }

  @AfterAll
  static void stopOurNode() throws Exception {
    if (ours != null) {
      ours.close();
    }
  }

  private static KuboDaemon.Settings kubo(String type) {
    return new KuboDaemon.Settings().publicDht(type);
  }

  @Test
  void listPublishedByKuboIsFetchedHeldAndFollowed() throws Exception {
    List<KuboDaemon> kubos = KuboDaemon.start(2, kubo("dhtserver"));
    try {
      KuboDaemon listed = kubos.getLast();
      // Nobody but us ever hears of the listed Kubo, and we hear of it from the list alone.
      KuboPublisher publisher = new KuboPublisher(kubos.getFirst(), folder);
      ours.command("bootstrap", "add", "--yes", publisher.address());
      Eventually.holds(() -> publisher.kubo().hasInTable("wan", ours.id()));

      publisher.publish(TrustLists.of("nobody yet", List.of()));
      String second = publisher.publish(TrustLists.of("one Kubo", List.of(listed.tcpAddress())));
      added(publisher, second, listed);
      followedWithoutACommand(publisher, listed);
      followedByRefresh(publisher, listed);
    } finally {
      KuboDaemon.closeAll(kubos);
    }
  }

  private static void added(KuboPublisher publisher, String cid, KuboDaemon listed)
      throws Exception {
    String name = publisher.name();
    ours.command(
        "trust", "add", name, "--level", "advanced", "--label", "kubo", "--key", name, "--yes");
    Eventually.value(() -> ours.entry("kubo"), shown -> shown.path("cid").asString("").equals(cid));

    JsonNode entry =
        JsonMapper.shared().readTree(ours.command("--enc", "json", "trust", "show", "kubo"));
    assertThat(entry.path("pubkey").asString()).isEqualTo(name);
    assertThat(entry.path("state").asString()).isEqualTo("fresh");
    assertThat(entry.path("used").asInt()).isEqualTo(1);
    assertThat(entry.path("seen").asInt()).isEqualTo(1);
    assertThat(entry.path("description").asString()).isEqualTo("one Kubo");
    assertThat(entry.path("nodes").get(0).path("pubkey").asString()).isEqualTo(listed.peer());

    Eventually.holds(() -> ours.holds(listed.peer(), "kubo"));
    Eventually.holds(() -> !connections(listed).isEmpty());
    assertThat(ours.command("trust", "peers")).contains(listed.peer(), "advanced");
    assertThat(ours.command("bootstrap", "ls")).contains(listed.tcpAddress());
    assertThat(ours.command("trust", "explain", listed.peer(), "bootstrap"))
        .contains("bootstrap: allowed");
  }

  /** The publisher's put reaches us, who serve the DHT: no command is given to our node. */
  private static void followedWithoutACommand(KuboPublisher publisher, KuboDaemon listed) {
    List<String> held = connections(listed);
    String third = publisher.publish(TrustLists.of("itself", List.of(publisher.address())));
    Eventually.holds(() -> ours.entry("kubo").path("cid").asString("").equals(third));

    assertThat(ours.entry("kubo").path("used").asInt()).isEqualTo(2);
    Eventually.holds(() -> ours.holds(publisher.kubo().peer(), "kubo"));
    assertThat(ours.holds(listed.peer())).isFalse();
    // Ended, every one of them; the DHT may have made another since.
    Eventually.holds(() -> Collections.disjoint(connections(listed), held));
  }

  /** Its connections with us: our end of each has a port of its own, since we dialled. */
  private static List<String> connections(KuboDaemon kubo) {
    return kubo.swarm().lines().filter(line -> line.contains(ours.id())).toList();
  }

  /** A second record that reaches us within 10 minutes waits, unless it is asked for. */
  private static void followedByRefresh(KuboPublisher publisher, KuboDaemon listed)
      throws Exception {
    String fourth = publisher.publish(TrustLists.of("one again", List.of(listed.tcpAddress())));
    assertThat(ours.command("trust", "refresh", "kubo")).contains("kubo: updated");

    JsonNode entry = ours.entry("kubo");
    assertThat(entry.path("cid").asString()).isEqualTo(fourth);
    assertThat(entry.path("used").asInt()).isEqualTo(3);
    Eventually.holds(() -> ours.holds(listed.peer(), "kubo"));
    Eventually.holds(() -> listed.swarm().contains(ours.id()));
    assertThat(ours.command("trust", "log"))
        .contains("publisher:" + publisher.name(), "sequence 1", "sequence 2", "sequence 3");
  }

  @Test
  void listPublishedByUsIsResolvedAndReadByAKubo() throws Exception {
    // A client of the DHT keeps no records of others: what it resolves, our node told it.
    try (KuboDaemon reader = KuboDaemon.start(kubo("dhtclient"))) {
      reader.ipfs("swarm", "connect", ours.address()).require();
      Eventually.holds(() -> reader.hasInTable("wan", ours.id()));

      ours.command("key", "gen", "acme");
      String name = read(reader, "Acme, Zürich", "");
      assertThat(read(reader, "Acme, again", "\n\n")).isEqualTo(name);
    }
  }

  /** Publishes a list with our program, reads it with Kubo, returns its name. */
  private static String read(KuboDaemon reader, String description, String end) throws Exception {
    String list = TrustLists.of(description, List.of(reader.tcpAddress())) + end;
    Path file = Files.writeString(folder.resolve("acme.json"), list);
    JsonNode published =
        JsonMapper.shared()
            .readTree(ours.command("--enc", "json", "publish", "--key", "acme", file.toString()));
    String name = published.path("Name").asString();
    String value = published.path("Value").asString();

    assertThat(name).startsWith("k51");
    assertThat(reader.ipfs("name", "resolve", "--nocache", "/ipns/" + name).require().strip())
        .isEqualTo(value);
    assertThat(reader.bytes("cat", "--timeout=60s", value)).isEqualTo(Bytes.utf8(list));
    assertThat(reader.ipfs("add", "-n", "-Q", "--cid-version=1", file.toString()).require().strip())
        .isEqualTo(value.substring("/ipfs/".length()));
    return name;
  }
}
