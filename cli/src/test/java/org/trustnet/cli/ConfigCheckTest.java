package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.operation.Reply;

/** {@code config check} beside a running node: the variables of the command are judged too. */
class ConfigCheckTest {
  @TempDir Path repository;
  private final Console console = Console.pipe("");
  private FakeNode node;

  @BeforeEach
  void start() throws IOException {
    node = new FakeNode(repository);
    node.answers(request -> Reply.document(Map.of("Strings", List.of("of the node")))).starts();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private int check(Map<String, String> variables, String... more) {
    List<String> words = new java.util.ArrayList<>(List.of("config", "check"));
    words.addAll(List.of(more));
    return new Cli(node.surroundings(console, variables)).run(words);
  }

  @Test
  void aVariableOfTheCommandThatIsNoSettingIsAFault() {
    assertThat(check(Map.of("TRUSTNET_ROUTING_TIPE", "secret"))).isEqualTo(1);

    assertThat(console.err())
        .contains(
            "the environment of this command has 1 fault, though not that of the running node")
        .contains("TRUSTNET_ROUTING_TIPE is not a setting")
        .doesNotContain("secret");
  }

  @Test
  void aVariableOfTheCommandWithNoValueOfItsSettingIsAFault() {
    assertThat(check(Map.of("TRUSTNET_SWARM_CONNMGR_HIGHWATER", "none", "TRUSTNET_NO_SUCH", "x")))
        .isEqualTo(1);

    assertThat(console.err())
        .contains("this command has 2 faults")
        .contains("TRUSTNET_SWARM_CONNMGR_HIGHWATER: ", "TRUSTNET_NO_SUCH is not a setting");
  }

  @Test
  void aGoodVariableOfTheCommandIsToldToBeItsOwn() {
    assertThat(check(Map.of("TRUSTNET_SWARM_CONNMGR_HIGHWATER", "77"))).isZero();

    assertThat(console.out())
        .isEqualTo(
            """
            of the node
            TRUSTNET_SWARM_CONNMGR_HIGHWATER of this command would override \
            Swarm.ConnMgr.HighWater in a node started with it
            """);
  }

  @Test
  void programsReadItInTheSameDocument() {
    assertThat(check(Map.of("TRUSTNET_SWARM_CONNMGR_HIGHWATER", "77"), "--enc=json")).isZero();

    assertThat(console.out())
        .startsWith("{\"Strings\":[\"of the node\",\"TRUSTNET_SWARM_CONNMGR_HIGHWATER of this");
  }

  @Test
  void withoutVariablesOnlyTheNodeHasItsSay() {
    assertThat(check(Map.of())).isZero();

    assertThat(console.out()).isEqualTo("of the node\n");
  }
}
