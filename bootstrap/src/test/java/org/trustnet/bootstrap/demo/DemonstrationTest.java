package org.trustnet.bootstrap.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is told by its step. The whole story is run by a test of the program. */
class DemonstrationTest {
  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();

  private Demonstration.Result run(Path repositories, List<String> program) throws Exception {
    try (Demonstration demonstration =
        new Demonstration(program, repositories, Demonstration.MIN_NODES, told::add)) {
      return demonstration.run();
    }
  }

  @Test
  void namesTheStepInWhichTheNewcomersProgramEnds() throws Exception {
    Path repositories = Files.createDirectory(folder.resolve("demo"));

    Demonstration.Result result = run(repositories, List.of("sh", "-c", "echo no luck; exit 9"));

    assertThat(result.ok()).isFalse();
    assertThat(result.failure().orElseThrow())
        .startsWith("step 4, a newcomer starts, knowing one key and one contact: the newcomer,")
        .endsWith("ended with exit code 9; its last words: no luck");
    assertThat(result.table()).hasSize(4).last().asString().startsWith("FAILED");
    assertThat(result.json()).containsEntry("ok", false).containsKey("failure");
    assertThat(repositories).doesNotExist();
  }

  @Test
  void namesTheFirstStepIfNoRepositoryCanBeMade() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");

    Demonstration.Result result = run(file, List.of("true"));

    assertThat(result.failure().orElseThrow()).startsWith("step 1, the first node stands alone: ");
    assertThat(told).hasSize(2).last().asString().contains("FAILED");
  }
}
