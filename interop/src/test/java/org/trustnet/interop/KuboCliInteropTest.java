package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.answers.Version;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * Kubo's {@code ipfs} as a client of our RPC, with a real Kubo daemon as the other node. What the
 * program prints is what counts.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KuboCliInteropTest {
  @TempDir static Path folder;

  private static KuboDaemon kubo;
  private static RpcNode node;
  private static KuboCli ipfs;
  private static String kuboAddress;

  @BeforeAll
  static void connectAKubo() throws IOException {
    kubo = KuboDaemon.start(new KuboDaemon.Settings());
    node = RpcNode.start();
    ipfs = new KuboCli(folder, node.api());
    kuboAddress = kubo.tcpAddress();
    assertThat(ipfs.run("swarm", "connect", kuboAddress).text())
        .isEqualTo("connect " + kubo.peer() + " success");
    String cid = ipfs.fed(Bytes.utf8("to be provided"), "add", "-Q").text();
    Eventually.holds(() -> ipfs.run("routing", "provide", cid).exit() == 0);
    Eventually.holds(() -> kubo.hasInTable("lan", node.peer()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
    if (kubo != null) {
      kubo.close();
    }
  }

  private static Path write(String name, Bytes content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content.toArray());
  }

  private static Bytes random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  @Test
  void showsWhoWeAre() {
    String shown = ipfs.run("id").text();

    assertThat(shown)
        .contains("\"ID\": \"" + node.peer() + "\"")
        .contains(node.address())
        .contains("/ipfs/lan/kad/1.0.0", "/ipfs/bitswap/1.2.0");
    assertThat(ipfs.run("id", "-f", "<id> <aver>").text())
        .isEqualTo(node.peer() + " " + Version.AGENT);
  }

  @Test
  void showsWhoKuboIs() {
    assertThat(ipfs.run("id", kubo.peer()).text())
        .contains("\"ID\": \"" + kubo.peer() + "\"")
        .contains("\"AgentVersion\": \"kubo/");
  }

  @Test
  void showsPeers() {
    assertThat(ipfs.run("swarm", "peers").text()).isEqualTo(kuboAddress);
    assertThat(ipfs.run("swarm", "peers", "-v").text()).contains(kubo.peer(), "outbound");
    assertThat(ipfs.run("swarm", "peers", "--latency").text())
        .matches(Pattern.quote(kuboAddress) + " (n/a|\\d+\\.\\d\\dms)");
  }

  @Test
  void connectsAndSaysWhyNot() {
    assertThat(ipfs.run("swarm", "connect", kuboAddress).text()).contains("success");

    KuboCli.Output refused =
        ipfs.run(
            "swarm",
            "connect",
            "/ip4/127.0.0.1/tcp/1/p2p/12D3KooWF7JadtUF3CTV9H8m2joAhrpWmrEU7HgH6sdUMuetEn81");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("failure", "/ip4/127.0.0.1/tcp/1: connection refused");
  }

  @Test
  void pings() {
    assertThat(ipfs.run("ping", "-n", "2", kubo.peer()).text())
        .contains("PING " + kubo.peer(), "Pong received", "Average latency");
  }

  @Test
  void findsProvidersAndPeers() throws IOException {
    Path file = write("provided", Bytes.utf8("found by its provider"));
    String cid = kubo.ipfs("add", "-Q", file.toString()).require().strip();
    kubo.ipfs("routing", "provide", cid).require();

    Eventually.holds(() -> ipfs.run("routing", "findprovs", cid).text().equals(kubo.peer()));
    assertThat(ipfs.run("routing", "findpeer", kubo.peer()).text()).contains("/ip4/127.0.0.1/tcp/");
  }

  @Test
  void addsAFileWithKubosRow() throws IOException {
    Path file = write("one-file", random(300_000, 300_000));

    String theirs = kubo.ipfs("add", "-n", file.toString()).require().strip();
    assertThat(theirs).contains(ipfs.run("add", file.toString()).text());
  }

  private static Path link(String name, String target) throws IOException {
    Path link = folder.resolve(name);
    Files.deleteIfExists(link);
    return Files.createSymbolicLink(link, Path.of(target));
  }

  private static Path tree() throws IOException {
    write("tree/b.txt", Bytes.utf8("b"));
    write("tree/a b+ä%.txt", Bytes.utf8("a name to encode"));
    write("tree/deep/er/c.bin", random(7, 600_000));
    Files.createDirectories(folder.resolve("tree/empty"));
    link("tree/link", "b.txt");
    link("tree/deep/broken", "../ä/elsewhere");
    return folder.resolve("tree");
  }

  @Test
  void addsFolders() throws IOException {
    Path tree = tree();

    String ours = ipfs.run("add", "-r", tree.toString()).text();
    assertThat(ours.lines())
        .containsExactlyInAnyOrderElementsOf(
            kubo.ipfs("add", "-n", "-r", "--progress=false", tree.toString())
                .require()
                .lines()
                .toList());
    assertThat(ours.lines().toList().getLast()).endsWith(" tree");
    assertThat(ipfs.run("add", "-w", "-Q", tree.resolve("b.txt").toString()).text())
        .isEqualTo(
            kubo.ipfs("add", "-n", "-w", "-Q", tree.resolve("b.txt").toString()).require().strip());

    String root = ipfs.run("add", "-r", "-Q", tree.toString()).text();
    assertThat(ipfs.run("cat", root + "/deep/er/c.bin").bytes()).isEqualTo(random(7, 600_000));
    assertThat(ipfs.run("cat", "/ipfs/" + root + "/a b+ä%.txt").text())
        .isEqualTo("a name to encode");
  }

  @Test
  void addsStandardInput() {
    Bytes input = random(9, 400_000);

    String ours = ipfs.fed(input, "add").text();

    String cid = ours.split(" ")[1];
    assertThat(ours).isEqualTo("added " + cid + " " + cid);
    assertThat(ipfs.run("cat", cid).bytes()).isEqualTo(input);
  }

  @Test
  void tellsProgress() throws IOException {
    Path file = write("long", random(5, 5_000_000));

    KuboCli.Output added = ipfs.run("add", "--progress", file.toString());

    assertThat(added.text()).startsWith("added Qm");
    assertThat(added.err()).contains("4.77 MiB");
  }

  @Test
  void addsASymbolicLinkThatIsItselfNamed() throws IOException {
    Path link = link("alone", "elsewhere");

    assertThat(kubo.ipfs("add", "-n", link.toString()).require())
        .contains(ipfs.run("add", link.toString()).text());
    String cid = kubo.ipfs("add", "-Q", link.toString()).require().strip();
    assertThat(ipfs.run("cat", cid).text())
        .isEqualTo(kubo.ipfs("cat", cid).require())
        .isEqualTo("elsewhere");
  }

  @Test
  void kuboReadsWhatWasAddedAndWeReadWhatKuboAdded() throws IOException {
    Bytes ours = random(11, 2_000_000);
    String cid = ipfs.run("add", "-Q", write("ours", ours).toString()).text();
    Path out = folder.resolve("out");
    kubo.ipfs("get", "-o", out.toString(), cid).require();
    assertThat(Bytes.wrap(Files.readAllBytes(out))).isEqualTo(ours);

    Bytes theirs = random(12, 2_000_000);
    String other = kubo.ipfs("add", "-Q", write("theirs", theirs).toString()).require().strip();
    assertThat(ipfs.run("cat", other).bytes()).isEqualTo(theirs);
    assertThat(ipfs.run("cat", "--offset", "300000", "--length", "400000", other).bytes())
        .isEqualTo(theirs.slice(300_000, 700_000));
  }

  @Test
  void catFailsWithKubosWords() throws IOException {
    String root = ipfs.run("add", "-r", "-Q", tree().toString()).text();

    KuboCli.Output folder = ipfs.run("cat", root);
    assertThat(folder.exit()).isEqualTo(1);
    assertThat(folder.err().strip()).isEqualTo("Error: this dag node is a directory");
    assertThat(ipfs.run("cat", root + "/nothing").err()).contains("no link named \"nothing\"");
    assertThat(ipfs.run("cat", "--offset=-1", root).err())
        .contains("cannot specify negative offset");
  }

  @Test
  void putsGetsAndMeasuresBlocks() throws IOException {
    Bytes data = random(13, 1_000);
    Path file = write("block", data);

    String cid = ipfs.run("block", "put", file.toString()).text();

    assertThat(cid).isEqualTo(kubo.ipfs("block", "put", file.toString()).require().strip());
    assertThat(ipfs.run("block", "get", cid).bytes()).isEqualTo(data);
    assertThat(ipfs.run("block", "stat", cid).text()).contains("Key: " + cid, "Size: 1000");

    Path other = write("other", random(14, 2_000));
    String theirs = kubo.ipfs("block", "put", other.toString()).require().strip();
    assertThat(ipfs.run("block", "get", theirs).bytes()).isEqualTo(random(14, 2_000));
  }

  @Test
  void resolvesWhatKuboPublishes() throws IOException {
    Path file = write("named", Bytes.utf8("what the name leads to"));
    String cid = kubo.ipfs("add", "-Q", file.toString()).require().strip();
    kubo.ipfs("name", "publish", "--ttl", "1h", "/ipfs/" + cid).require();
    String name = PeerId.parse(kubo.peer()).toName();

    assertThat(ipfs.run("name", "resolve", name).text()).isEqualTo("/ipfs/" + cid);
    assertThat(ipfs.run("name", "resolve", kubo.peer()).text()).isEqualTo("/ipfs/" + cid);
    assertThat(ipfs.run("name", "resolve", "-r=false", "/ipns/" + name).text())
        .isEqualTo("/ipfs/" + cid);
    assertThat(ipfs.run("cat", "/ipns/" + name).text()).isEqualTo("what the name leads to");

    Path next = write("named2", Bytes.utf8("what it leads to then"));
    String newer = kubo.ipfs("add", "-Q", next.toString()).require().strip();
    kubo.ipfs("name", "publish", "--ttl", "1h", "/ipfs/" + newer).require();
    assertThat(ipfs.run("name", "resolve", name).text())
        .as("the answer is kept for its TTL")
        .isEqualTo("/ipfs/" + cid);
    assertThat(ipfs.run("name", "resolve", "--nocache", name).text()).isEqualTo("/ipfs/" + newer);
  }

  @Test
  void publishesWhatKuboResolves() {
    String cid = ipfs.fed(Bytes.utf8("published by us"), "add", "-Q").text();
    String key = ipfs.run("key", "gen", "list").text();

    assertThat(ipfs.run("name", "publish", "--key", "list", cid).text())
        .isEqualTo("Published to " + key + ": /ipfs/" + cid);

    assertThat(kubo.ipfs("name", "resolve", "--nocache", key).require().strip())
        .isEqualTo("/ipfs/" + cid);
    assertThat(kubo.ipfs("cat", "/ipns/" + key).require()).isEqualTo("published by us");
    assertThat(ipfs.run("key", "list", "-l").text()).contains(key + " list", "self");
  }

  @Test
  void getsInspectsAndPutsRecords() throws IOException {
    String cid = ipfs.fed(Bytes.utf8("recorded"), "add", "-Q").text();
    String key = ipfs.run("key", "gen", "recorded").text();
    ipfs.run("name", "publish", "--key", "recorded", cid).text();

    Bytes record = ipfs.run("name", "get", key).bytes();
    Path file = write("record", record);

    String[] inspect = {"name", "inspect", "--enc=json", "--verify", key, file.toString()};
    String theirs = kubo.ipfs(inspect).require().strip();
    assertThat(theirs).contains("\"Valid\":true", "\"Value\":\"/ipfs/" + cid + '"');
    assertThat(ipfs.run(inspect).text()).isEqualTo(theirs);
    assertThat(ipfs.run("name", "put", key, file.toString()).exit()).isZero();

    byte[] broken = record.toArray();
    broken[broken.length - 40] ^= 1;
    KuboCli.Output refused =
        ipfs.run("name", "put", key, write("broken", Bytes.wrap(broken)).toString());
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("not valid");
  }
}
