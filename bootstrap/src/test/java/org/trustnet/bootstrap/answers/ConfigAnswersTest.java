package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.commands.ConfigCommands;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.repo.Repository;

class ConfigAnswersTest {
  @TempDir Path parent;
  private Repository repository;
  private final Operations operations = new Operations();

  @BeforeEach
  void open() {
    Path folder = parent.resolve("repository");
    Repository.prepareFolders(folder);
    Repository.create(folder, Config.defaults());
    repository = Repository.open(folder, "test");
    new ConfigAnswers(repository).addTo(operations);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Map<?, ?> call(OperationSpec spec, String... arguments) throws InterruptedException {
    Request request =
        new Request(spec, List.of(arguments), Map.of(), Collections.emptyIterator(), "test");
    Reply reply = operations.at(spec.path()).orElseThrow().handler().run(request);
    return (Map<?, ?>) ((Reply.Document) reply).json();
  }

  @Test
  void whatIsSetIsThereAfterwards() throws InterruptedException {
    assertThat(call(ConfigCommands.SET, "Datastore.StorageMax", "1000000").toString())
        .isEqualTo("{Key=Datastore.StorageMax, Value=1000000B}");

    assertThat(call(ConfigCommands.GET, "Datastore.StorageMax").get("Value").toString())
        .isEqualTo("1000000B");
    assertThat(call(ConfigCommands.SHOW).toString()).contains("StorageMax=1000000B");
    assertThat(call(ConfigCommands.CHECK).get("Strings").toString())
        .doesNotContain("Datastore.StorageMax")
        .contains("Bitswap.Serve is not written; its default is published");
  }

  @Test
  void saysOnceWhatWouldBeRight() {
    assertThatThrownBy(() -> call(ConfigCommands.SET, "Swarm.ConnMgr.HighWater", "many"))
        .hasMessage("Swarm.ConnMgr.HighWater: it must be a whole number from 1 to 1000000");
    assertThatThrownBy(() -> call(ConfigCommands.SET, "Bitswap.Serve", "some"))
        .hasMessage("Bitswap.Serve: it must be one of published, all, none");
    assertThatThrownBy(() -> call(ConfigCommands.SET, "Trust.FrozenGrace", "soon"))
        .hasMessage("Trust.FrozenGrace: \"soon\" is not a duration such as 90s, 1h30m or 7d");
  }

  @Test
  void faultsNameTheFile() throws IOException {
    Path file = parent.resolve("repository").resolve("config");
    Files.writeString(file, "{\n\"Adresses\": {},\n\"Bitswap\": {\"Serve\": 1}}");

    assertThatThrownBy(() -> call(ConfigCommands.CHECK))
        .isInstanceOfSatisfying(
            OperationException.class,
            e ->
                assertThat(e.details())
                    .containsExactly(
                        "line 2: Adresses is not a setting",
                        "line 3: Bitswap.Serve: it must be a text in quotes"))
        .hasMessage("the configuration has 2 faults in " + file);
    assertThatThrownBy(() -> repository.config())
        .hasMessageStartingWith(file + ": line 2: Adresses is not a setting");
  }

  @Test
  void refusesUnknownKeysAndWrongValuesAndChangesNothing() throws InterruptedException {
    String before = call(ConfigCommands.SHOW).toString();

    assertThatThrownBy(() -> call(ConfigCommands.GET, "No.Such"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("No.Such is not a setting");
    assertThatThrownBy(() -> call(ConfigCommands.SET, "Bitswap.Serve", "some"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("Bitswap.Serve");
    assertThatThrownBy(() -> call(ConfigCommands.SET, "Identity.PeerID", "x"))
        .hasMessageContaining("belongs to the key");

    assertThat(call(ConfigCommands.SHOW)).hasToString(before);
  }
}
