package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.commands.FileCommands;
import org.trustnet.bootstrap.commands.KeyCommands;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.commands.PublishCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.ipns.blocks.Retention;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.file.FileLimits;

/** {@code publish} and {@code file}. */
class PublishAnswersTest {
  private static final String FILE =
      """
      {
        "version": 1,
        "description": "One node",
        "contact": [
          "mailto:me@home.example"
        ],
        "entities": [
          {
            "entity": "default",
            "nodes": [
              {
                "node": "node",
                "pubkey": "12D3KooWF7JadtUF3CTV9H8m2joAhrpWmrEU7HgH6sdUMuetEn81"
              }
            ]
          }
        ]
      }
      """;

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

  private Map<String, Object> publish(String file, String... options) {
    Map<String, String> given = options.length == 0 ? Map.of() : Map.of(options[0], options[1]);
    return node.call(PublishCommands.PUBLISH, given).file("list.json", file).document();
  }

  @Test
  void publishesAListThatOthersShow() {
    TestNode.connect(node, other);

    Map<String, Object> published = publish(FILE);

    String name = node.host.peer().toName();
    assertThat(published)
        .containsEntry("Name", name)
        .containsEntry("Sequence", 0L)
        .containsEntry("Announced", 1);
    IpfsPath path = IpfsPath.parse((String) published.get("Value"));
    assertThat(node.content.store().retention(path.root())).contains(Retention.KEPT);
    assertThat(other.call(FileCommands.SHOW, name).bytes()).isEqualTo(Bytes.utf8(FILE));
    assertThat(other.call(FileCommands.SHOW, path.toString()).bytes()).isEqualTo(Bytes.utf8(FILE));
  }

  @Test
  void itsRecordIsValidForAWeekAndKeptForADay() {
    Instant eol = Instant.parse((String) publish(FILE).get("Eol"));

    assertThat(Duration.between(node.names.record(node.host.peer()).orElseThrow().eol(), eol))
        .isZero();
    assertThat(node.names.record(node.host.peer()).orElseThrow().ttl())
        .isEqualTo(Duration.ofHours(24));
    assertThat(eol).isAfter(Instant.EPOCH.plus(Duration.ofDays(7)));
    publish(FILE, "lifetime", "2h");
    assertThat(node.names.record(node.host.peer()).orElseThrow().ttl())
        .as("a default never outlives the record")
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void listsWhatItPublishes() {
    node.call(KeyCommands.GEN, "second").document();
    publish(FILE);
    publish(FILE, "key", "second");

    List<Map<String, Object>> rows = node.call(PublishCommands.LS).list();

    assertThat(rows).extracting(row -> row.get("Key")).containsExactlyInAnyOrder("self", "second");
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row).containsKeys("Name", "Value", "Sequence", "Eol", "Next-Republish"));
  }

  @Test
  void asksTheClosestPeersWhoHoldsTheNewest() {
    publish(FILE);
    assertThat(node.call(PublishCommands.STATUS, "self").document())
        .containsEntry("Closest", 0)
        .containsEntry("Holding", 0);
    TestNode.connect(node, other);
    assertThat(node.call(PublishCommands.STATUS, "self").document())
        .containsEntry("Closest", 1)
        .containsEntry("Answered", 1)
        .containsEntry("Holding", 0);

    publish(FILE.replace("One node", "Still one node"));

    assertThat(node.call(PublishCommands.STATUS, node.host.peer().toName()).document())
        .containsEntry("Sequence", 1L)
        .containsEntry("Holding", 1)
        .doesNotContainKey("Newer");
    assertThatThrownBy(
            () -> node.call(PublishCommands.STATUS, other.host.peer().toName()).document())
        .hasMessageContaining("this node does not publish");
  }

  @Test
  void namesEachFaultOfAFile() {
    String faulty =
        FILE.replace("\"mailto:me@home.example\"", "\"me\"").replace("\"node\": \"node\",", "");

    assertThatThrownBy(() -> publish(faulty))
        .isInstanceOfSatisfying(
            OperationException.class,
            e ->
                assertThat(e.details())
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).contains("list.json, /contact/0: "))
                    .anySatisfy(
                        line ->
                            assertThat(line).contains("list.json, /entities/0/nodes/0/node: ")));
    assertThat(node.names.published()).isEmpty();
    assertThat(node.content.store().usage().keptBlocks()).isZero();
  }

  @Test
  void refusesRevocationsAndFilesOverTheLimit() {
    assertThatThrownBy(() -> publish("{\"version\":1,\"revoked\":true}"))
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.kind()).isEqualTo(OperationException.Kind.REFUSED));
    assertThatThrownBy(() -> publish(FILE + " ".repeat(FileLimits.MAX_BYTES)))
        .hasMessageContaining("longer than");
    publish(FILE + " ".repeat(FileLimits.MAX_BYTES - FILE.length()));
  }

  @Test
  void aNewFileBecomesValidWithAContact() {
    Bytes file =
        node.call(FileCommands.NEW, Map.of("description", "mine", "contact", "mailto:a@b.example"))
            .bytes();

    assertThat(node.call(FileCommands.VALIDATE).file("", file).document())
        .containsEntry("Valid", true)
        .containsEntry("Nodes", 0);
    assertThatThrownBy(() -> node.call(FileCommands.NEW, Map.of("contact", "nobody")).bytes())
        .hasMessageContaining("1 fault");
  }

  @Test
  void validatesWithWarningsForOnesOwnList() {
    assertThat(node.call(FileCommands.VALIDATE).file("", FILE).document())
        .containsEntry("Entities", 1)
        .containsEntry("Nodes", 1)
        .containsEntry("Warnings", List.of());
    assertThat(node.call(FileCommands.VALIDATE, Map.of("self", "true")).file("", FILE).document())
        .extractingByKey("Warnings")
        .asString()
        .contains("becomes ultimate");
    assertThat(node.call(FileCommands.VALIDATE).file("", "{\"revoked\":true}").document())
        .containsEntry("Revoked", true);
    assertThatThrownBy(() -> node.call(FileCommands.VALIDATE).file("", "{").document())
        .hasMessageContaining("1 fault");
  }

  @Test
  void aRemoteThatNobodyCanDialIsAFaultAndAPrivateOneAWarning() {
    String peer = "12D3KooWF7JadtUF3CTV9H8m2joAhrpWmrEU7HgH6sdUMuetEn81";
    for (String remote :
        List.of(
            "/ip4/192.0.2.1/tcp/0",
            "/ip4/192.0.2.1",
            "/ip4/192.0.2.1/tcp/1/p2p/" + node.host.peer())) {
      for (OperationSpec use : List.of(FileCommands.VALIDATE, PublishCommands.PUBLISH)) {
        assertThatThrownBy(() -> node.call(use).file("list.json", at(remote)).document())
            .isInstanceOfSatisfying(
                OperationException.class,
                e ->
                    assertThat(e.details())
                        .singleElement()
                        .asString()
                        .startsWith(
                            "list.json, /entities/0/nodes/0/remotes/1: \"node\" %s: %s can never"
                                    .formatted(peer, remote)
                                + " be dialled: "));
      }
    }
    assertThat(node.names.published()).isEmpty();

    List<String> warned =
        List.of(
            "entities[0].nodes[0].remotes[1]: \"node\" %s: /ip4/127.0.0.1/tcp/1 is dropped by"
                    .formatted(peer)
                + " readers that allow no private remotes: a loopback address");
    String local = at("/ip4/127.0.0.1/tcp/1");
    assertThat(node.call(FileCommands.VALIDATE).file("", local).document())
        .containsEntry("Warnings", warned);
    assertThat(publish(local)).containsEntry("Warnings", warned);
    assertThat(publish(FILE)).doesNotContainKey("Warnings");
  }

  private static String at(String remote) {
    return FILE.replace(
        "\"node\": \"node\",",
        "\"node\": \"node\", \"remotes\": [\"node.example\", \"%s\"],".formatted(remote));
  }

  @Test
  void namesEveryFaultOfAFileWithAPointerToIt() {
    String file =
        """
        {"version": 1, "contact": ["me"],
         "entities": [{"entity": "e", "nodes": [{"node": "n", "pubkey": "x"}]}]}
        """;
    for (OperationSpec use : List.of(FileCommands.VALIDATE, PublishCommands.PUBLISH)) {
      assertThatThrownBy(() -> node.call(use).file("my\u202elist.json", file).document())
          .isInstanceOfSatisfying(
              OperationException.class,
              e -> {
                assertThat(e.kind().exitCode()).isEqualTo(1);
                assertThat(e.details())
                    .satisfiesExactly(
                        line ->
                            assertThat(line)
                                .startsWith("my\\u202elist.json, /entities/0/nodes/0/pubkey: "),
                        line ->
                            assertThat(line)
                                .isEqualTo(
                                    "my\\u202elist.json, /description: missing: a published file"
                                        + " has it, add it"),
                        line ->
                            assertThat(line)
                                .startsWith("my\\u202elist.json, /contact/0: not a URI with a"));
              })
          .hasMessage("my\\u202elist.json has 3 faults");
    }
    assertThatThrownBy(() -> node.call(FileCommands.VALIDATE).file("", "{\n!").document())
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.details()).singleElement().asString().startsWith("-, line 2"))
        .hasMessage("- has 1 fault");
  }

  @Test
  void showsNothingButTrustFiles() {
    Object cid =
        node.call(org.trustnet.bootstrap.commands.ContentCommands.ADD)
            .file("", "no trust file")
            .rows()
            .getFirst()
            .get("Hash");

    assertThatThrownBy(() -> node.call(FileCommands.SHOW, (String) cid).bytes())
        .hasMessageContaining("is no trust file");
    node.call(NameCommands.PUBLISH, "/ipfs/" + cid).document();
    assertThatThrownBy(() -> node.call(FileCommands.SHOW, node.host.peer().toName()).bytes())
        .hasMessageContaining("is no trust file");
  }

  @Test
  void theStatusOfWhatIsNoKeyIsNotFound() {
    assertThatThrownBy(() -> node.call(PublishCommands.STATUS, "nope").document())
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.kind()).isEqualTo(OperationException.Kind.NOT_FOUND))
        .hasMessageContaining("no key is named \"nope\", and it is no IPNS name");
  }

  @Test
  void onesOwnListIsWarnedOfOthersNodesAlone() {
    String own =
        FILE.replace(
            "12D3KooWF7JadtUF3CTV9H8m2joAhrpWmrEU7HgH6sdUMuetEn81", node.host.peer().toString());

    assertThat(warnings(own)).asString().isEqualTo("[]");
    assertThat(warnings(FILE)).asString().contains("becomes ultimate by your own list");
  }

  private Object warnings(String file) {
    return node.call(FileCommands.VALIDATE, Map.of("self", "true"))
        .file("", file)
        .document()
        .get("Warnings");
  }
}
