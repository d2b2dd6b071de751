package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher {@code ./trustnet} of an unpacked distribution, with a made-up JDK: its {@code java}
 * trains until it is let go, and otherwise says what it was called with.
 */
@Timeout(120)
final class LauncherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Trains in the folder for temporary files, with a child of its own, as the JVM does. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      for word in "$@"; do
        case $word in
          -XX:AOTCacheOutput=*) output=${word#*=} ;;
          -Djava.io.tmpdir=*) scratch=${word#*=} ;;
        esac
      done
      if [ -z "${output:-}" ]; then
        echo "$@"
        exit 0
      fi
      mkdir "$scratch/trustnet-training"
      touch "$output.config"
      sleep 100 &
      echo $! > "$HOME/training.new" && mv "$HOME/training.new" "$HOME/training.$$"
      while [ ! -f "$HOME/go" ]; do sleep 0.05; done
      kill $!
      rm -r "$scratch/trustnet-training"
      echo learnt > "$output"
      """;

  @TempDir private Path home;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void unpack() throws IOException {
    Path tree = Path.of("").toAbsolutePath().getParent();
    Files.copy(tree.resolve("trustnet"), home.resolve("trustnet"));
    program("tools/jdk", "#!/bin/sh\necho \"%s\"\n".formatted(home.resolve("jdk")));
    program("jdk/bin/java", JAVA);
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    Files.createDirectory(home.resolve("lib"));
    Files.writeString(home.resolve("lib/trustnet.jar"), "not one\n");
  }

  private void program(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void end() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Signals are not ignored by it, whatever whoever runs the tests does. */
  private Process launch(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
    line.add(home.resolve("trustnet").toString());
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("TRUSTNET_NO_AOT");
    builder.environment().remove("TRUSTNET_JAVA_OPTS");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** What a launcher says until it ends with 0. */
  private static String said(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).describedAs(said).isZero();
    return said;
  }

  private Set<String> in(String folder) throws IOException {
    try (Stream<Path> entries = Files.list(home.resolve(folder))) {
      return entries.map(each -> each.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** The caches and what trainings left; that there is a lock is the system's matter. */
  private Set<String> learnt() throws IOException {
    Set<String> names = in("aot");
    names.remove("training.lock");
    return names;
  }

  /** Waits until so many trainings have begun; their children's process IDs. */
  private List<Long> training(int count) throws IOException, InterruptedException {
    List<Long> children = new ArrayList<>();
    while (children.size() < count) {
      pause();
      children.clear();
      for (String name : in(".")) {
        if (name.matches("training\\.\\d+")) {
          children.add(Long.parseLong(Files.readString(home.resolve(name)).strip()));
        }
      }
    }
    return children;
  }

  /** Waits until a process has ended, whether or not its death was taken note of. */
  private static void awaitEnd(long pid) throws IOException, InterruptedException {
    String state;
    do {
      pause();
      Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", "" + pid).start();
      state = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } while (!state.isBlank() && !state.startsWith("Z"));
  }

  /** Bounded by the test's time. */
  private static void pause() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("it did not come about");
    }
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  private void letGo() throws IOException {
    Files.createFile(home.resolve("go"));
  }

  @Test
  void theFirstCommandTrainsAndTheNextUsesWhatWasLearnt() throws Exception {
    letGo();
    assertThat(said(launch("version"))).contains("learning").contains("-XX:AOTCache=" + home);
    assertThat(learnt()).hasSize(1).allMatch(name -> name.matches("command-\\d+\\.aot"));
    assertThat(said(launch("version"))).doesNotContain("learning").contains("-XX:AOTCache=" + home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUP", "INT", "TERM"})
  void aTrainingThatIsBrokenOffEndsAllItStartedAndLeavesNothing(String signal) throws Exception {
    Process launcher = launch("version");
    long child = training(1).getFirst();
    Process kill = new ProcessBuilder("kill", "-s", signal, "" + launcher.pid()).start();
    assertThat(kill.waitFor()).isZero();

    assertThat(launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isGreaterThan(128);
    assertThat(learnt()).isEmpty();
    awaitEnd(child);
    letGo();
    said(launch("version"));
    assertThat(learnt()).hasSize(1);
  }

  @Test
  void theNextTrainingRemovesWhatKilledLaunchersLeftAndNothingOfThoseThatLive() throws Exception {
    Process launcher = launch("version");
    training(1);
    List<ProcessHandle> children = launcher.descendants().toList();
    launcher.destroyForcibly().waitFor(); // first: it tidies up when its children end
    children.forEach(ProcessHandle::destroyForcibly);
    String left = "new." + launcher.pid();
    assertThat(learnt()).containsExactly(left);
    Files.createFile(home.resolve("aot/" + left + ".aot"));
    String living = "new." + ProcessHandle.current().pid();
    Files.createDirectory(home.resolve("aot").resolve(living));

    letGo();
    said(launch("version"));

    assertThat(learnt()).hasSize(2).contains(living).doesNotContain(left, left + ".aot");
  }

  @Test
  void aLauncherBesideATrainingRunsAndBothLeaveOneCache() throws Exception {
    Process first = launch("version");
    training(1);
    Process second = launch("version");
    if (in("aot").contains("training.lock")) {
      assertThat(said(second)).doesNotContain("learning").doesNotContain("-XX:AOTCache");
    } else {
      training(2);
    }
    letGo();

    assertThat(said(first)).contains("learning").contains("-XX:AOTCache=" + home);
    assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isZero();
    assertThat(learnt()).hasSize(1);
  }

  @Test
  void aCacheOfAnotherBuildGivesWayOnlyToOneThatIsThere() throws Exception {
    Files.createDirectory(home.resolve("aot"));
    Files.writeString(home.resolve("aot/command-1.aot"), "of another build\n");
    Files.writeString(home.resolve("aot/node-1.aot"), "of another build\n");
    Process launcher = launch("version");
    training(1);
    assertThat(learnt()).contains("command-1.aot");
    letGo();
    said(launcher);
    assertThat(learnt()).hasSize(2).contains("node-1.aot").doesNotContain("command-1.aot");
  }

  @ParameterizedTest
  @CsvSource({
    "C,, C.UTF-8",
    "POSIX,, C.UTF-8",
    ",, C.UTF-8",
    ", C, C.UTF-8",
    ", en_GB.UTF-8, ''",
    "de_DE.ISO-8859-1, C, de_DE.ISO-8859-1"
  })
  void theProgramHasNamesOfFilesInUtf8UnlessTheLocaleHasAnEncoding(
      String all, String language, String passed) throws Exception {
    program("jdk/bin/java", "#!/bin/sh\necho \"LC_ALL=${LC_ALL:-}.\"\n");
    List<String> line = new ArrayList<>(List.of("env", "-u", "LC_ALL", "-u", "LC_CTYPE"));
    line.addAll(List.of("-u", "LANG", "TRUSTNET_NO_AOT=1"));
    if (all != null) {
      line.add("LC_ALL=" + all);
    }
    if (language != null) {
      line.add("LANG=" + language);
    }
    line.addAll(List.of(home.resolve("trustnet").toString(), "version"));
    Process process = new ProcessBuilder(line).start();
    started.add(process);

    assertThat(said(process)).isEqualTo("LC_ALL=" + passed + ".\n");
  }
}
