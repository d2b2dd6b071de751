package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.commands.KeyCommands;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.commands.PublishCommands;
import org.trustnet.multiformats.Bytes;

class KeyAnswersTest {
  @TempDir Path folder;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  private String generate(String name) {
    return (String) node.call(KeyCommands.GEN, name).document().get("Id");
  }

  private String listed() {
    return String.valueOf(node.call(KeyCommands.LS).document().get("Keys"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "secp256k1", "ecdsa", "rsa"})
  void exportsAndImportsEveryType(String type) {
    Map<String, Object> made = node.call(KeyCommands.GEN, Map.of("type", type), "a").document();
    for (String format : new String[] {"libp2p-protobuf-cleartext", "pem-pkcs8-cleartext"}) {
      Bytes file = node.call(KeyCommands.EXPORT, Map.of("format", format), "a").bytes();
      assertThatThrownBy(
              () ->
                  node.call(KeyCommands.IMPORT, Map.of("format", format), "b")
                      .file("", file)
                      .document())
          .hasMessageContaining("here already");
      node.call(KeyCommands.RM, "a").document();

      assertThat(
              node.call(KeyCommands.IMPORT, Map.of("format", format), "a")
                  .file("", file)
                  .document())
          .isEqualTo(made);
    }
  }

  @Test
  void doesNotGiveTheNodesOwnKeyOut() {
    assertThatThrownBy(() -> node.call(KeyCommands.EXPORT, "self").bytes())
        .hasMessageContaining("the node's own key is not given out");
  }

  @Test
  void renamesAndKeepsTheKeyWhateverIsAsked() {
    String a = generate("a");
    String b = generate("b");

    assertThatThrownBy(() -> node.call(KeyCommands.RENAME, "a", "b").document())
        .hasMessageContaining("key with name \"b\" already exists");
    assertThatThrownBy(
            () -> node.call(KeyCommands.RENAME, Map.of("force", "true"), "c", "b").document())
        .hasMessageContaining("no key named \"c\"");
    assertThat(listed()).contains(a, b);
    assertThat(node.call(KeyCommands.RENAME, Map.of("force", "true"), "a", "a").document())
        .containsEntry("Overwrite", false);
    assertThat(listed()).contains(a, b);

    assertThat(node.call(KeyCommands.RENAME, Map.of("force", "true"), "a", "b").document())
        .containsEntry("Id", a)
        .containsEntry("Overwrite", true);
    assertThat(listed()).contains(a).doesNotContain(b);
  }

  @Test
  void whoRemovesTheKeyOfAPublicationHearsWhatBecomesOfIt() {
    String id = generate("a");
    generate("b");
    node.call(NameCommands.PUBLISH, Map.of("key", "a"), "/ipfs/bafkqaaa").document();
    assertThat(node.call(PublishCommands.LS).list())
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("Key", "a").containsKey("Next-Republish"));

    String removed = String.valueOf(node.call(KeyCommands.RM, "a", "b").document().get("Keys"));

    assertThat(removed)
        .contains("Message=what is published under " + id + " is renewed no more: its record ends")
        .endsWith("{Name=b, Id=" + removed.substring(removed.lastIndexOf("Id=") + 3));
    assertThat(node.call(PublishCommands.LS).list())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("Key", "(no longer here)")
                    .doesNotContainKey("Next-Republish"));
  }

  @Test
  void removesAllThatAreNamedOrNone() {
    String a = generate("a");

    assertThatThrownBy(() -> node.call(KeyCommands.RM, "a", "b").document())
        .hasMessageContaining("\"b\"");
    assertThatThrownBy(() -> node.call(KeyCommands.RM, "a", "self").document())
        .hasMessageContaining("cannot remove");

    assertThat(listed()).contains(a);
    node.call(KeyCommands.RM, "a", "a").document();
    assertThat(listed()).doesNotContain(a);
  }

  @Test
  void theNodesOwnKeyStays() {
    assertThatThrownBy(() -> node.call(KeyCommands.RM, "self").document())
        .hasMessageContaining("cannot remove");
    assertThatThrownBy(() -> node.call(KeyCommands.RENAME, "self", "x").document())
        .hasMessageContaining("cannot rename");
    assertThatThrownBy(() -> generate("self")).hasMessageContaining("the node's own key");
  }

  @Test
  void refusesUnknownTypesSizesAndFormats() {
    assertThatThrownBy(() -> node.call(KeyCommands.GEN, Map.of("type", "dsa"), "a").document())
        .hasMessageContaining("--type");
    assertThatThrownBy(
            () -> node.call(KeyCommands.GEN, Map.of("type", "rsa", "size", "1024"), "a").document())
        .hasMessageContaining("--size");
    assertThatThrownBy(() -> node.call(KeyCommands.EXPORT, Map.of("format", "jwk"), "self").bytes())
        .hasMessageContaining("--format");
    assertThatThrownBy(() -> node.call(KeyCommands.IMPORT, "a").file("", "junk").document())
        .hasMessageContaining("is no key in the form");
    assertThatThrownBy(() -> node.call(KeyCommands.EXPORT, "nobody").bytes())
        .hasMessageContaining("no key named");
  }
}
