package org.trustnet.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code tools/lint-tree} fails once on each thing planted in a checkout, and is quiet beside it.
 * What is planted is written with a {@code +} in it, so that this file is no finding.
 */
final class LintTreeTest {
  private static final long SECONDS = 60;

  @TempDir private Path checkout;

  @BeforeEach
  void beginACheckout() throws Exception {
    assertThat(run(List.of("git", "init", "--quiet", checkout.toString())).exit()).isZero();
    write("README.md", "See https://example.org/trustnet and ~/.trustnet, /tmp/walk, $HOME/x.\n");
  }

  @Test
  void isQuietAboutAnOrdinaryTree() throws Exception {
    assertThat(lint()).isEqualTo(new Ended(0, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties"})
  void findsAMavenWrapper(String file) throws Exception {
    write(file, "");
    assertThat(lint())
        .isEqualTo(
            new Ended(
                1,
                "there is a Maven wrapper: the project builds with the Maven that is installed\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://repo.maven+.apache.org/maven2",
        "https://repo1.maven+.org/maven2",
        "https://central.sonatype+.com",
        "https://registry.npmjs+.org/x",
        "https://registry.yarnpkg+.com/x",
        "GOPROXY=https://proxy.golang+.org",
        "https://static.crates+.io/x",
        "https://deb.debian+.org/debian",
        "https://pypi+.org/simple",
        "https://jitpack+.io",
        "https://plugins.gradle+.org",
        "http+://user:secret@mirror.example.org/"
      })
  void findsTheHostOfARegistry(String planted) throws Exception {
    write("docs/build.md", "one\n" + planted.replace("+", "") + "\n");
    Ended ended = lint();
    assertThat(ended.told())
        .startsWith("the host of a registry is named:\ndocs/build.md:2:")
        .hasLineCount(2);
    assertThat(ended.exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ho+me/anna/trustnet",
        "see /ro+ot/.m2",
        "(/Us+ers/anna/x)",
        "/wo+rk/x",
        "/usr/lib/+jvm/jdk-25",
        "/tmp/ba+sh/1"
      })
  void findsAPathOfOneMachine(String planted) throws Exception {
    write("a/b.sh", "# " + planted.replace("+", "") + "\n");
    Ended ended = lint();
    assertThat(ended.told()).contains("a path of one machine is named:\na/b.sh:1:");
    assertThat(ended.exit()).isEqualTo(1);
  }

  @Test
  void looksAtWhatIsCommittedAndAtWhatWouldBe() throws Exception {
    write(".gitignore", "target/\n");
    write("target/log", "/ro" + "ot/.m2\n");
    assertThat(lint().exit()).isZero();
    write("new.txt", "/ro" + "ot/.m2\n");
    assertThat(lint().exit()).isEqualTo(1);
  }

  private void write(String name, String text) throws IOException {
    Path file = checkout.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private record Ended(int exit, String told) {}

  private Ended lint() throws Exception {
    Path tool = Path.of("..", "tools", "lint-tree").toRealPath();
    return run(List.of(tool.toString(), checkout.toString()));
  }

  private static Ended run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), told);
  }
}
