package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  @TempDir Path folder;

  private Path script(String shell) throws IOException {
    Console console = Console.pipe("");
    assertThat(new FakeNode(folder).run(console, "completion", shell)).isZero();
    return Files.writeString(folder.resolve("script." + shell), console.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theShellAcceptsTheScript(String shell) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/bin/" + shell))
            || Files.isExecutable(Path.of("/usr/bin/" + shell)),
        shell + " is not installed");
    Process check =
        new ProcessBuilder(shell, "-n", script(shell).toString()).redirectErrorStream(true).start();
    assertThat(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(check.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(check.exitValue()).isZero();
  }

  @Test
  void bashCompletesNestedCommandsAndOptions() throws Exception {
    String words =
        "source "
            + script("bash")
            + "; COMP_WORDS=(trustnet swarm addrs lo); COMP_CWORD=3; _trustnet; echo"
            + " ${COMPREPLY[@]}; COMP_WORDS=(trustnet trust add --la); COMP_CWORD=3; _trustnet;"
            + " echo ${COMPREPLY[@]}";
    Process bash = new ProcessBuilder("bash", "-c", words).redirectErrorStream(true).start();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("local\n--label\n");
    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void fishOffersFilesOnlyWhereTheyMakeSense() throws IOException {
    List<String> lines = Files.readAllLines(script("fish"));
    for (String without : List.of("", "swarm peers", "cat", "name publish", "trust", "run")) {
      assertThat(lines).contains("complete -c trustnet -n '__trustnet_at \"" + without + "\"' -f");
    }
    for (String with : List.of("add", "publish", "file validate", "key import", "block put")) {
      assertThat(lines)
          .doesNotContain("complete -c trustnet -n '__trustnet_at \"" + with + "\"' -f");
    }
    assertThat(lines)
        .anyMatch(line -> line.contains("at \"cat\"' -l repo -r -F "))
        .anyMatch(line -> line.contains("at \"trust add\"' -l label -x "))
        .anyMatch(line -> line.contains("at \"add\"' -s r -l recursive -d "));
  }

  @Test
  void fishAndZshNameEveryCommand() throws IOException {
    assertThat(Files.readString(script("fish"))).contains("'swarm addrs local'", "-l label");
    assertThat(Files.readString(script("zsh"))).contains("\"swarm addrs local\"", "--label");
  }
}
