package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration as a program, when something comes between. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DemoProgramTest {
  private static final Pattern NEWCOMER = Pattern.compile("process (\\d+), ready after");
  private static final long SECONDS = 60;

  @TempDir Path folder;

  /** A demonstration whose repositories are under the folder, told that signals are not ignored. */
  private Process demo(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("demo"));
    words.addAll(List.of(options));
    List<String> line =
        new ArrayList<>(TrustnetProgram.builder(words.toArray(String[]::new)).command());
    line.add(1, "-Djava.io.tmpdir=" + folder);
    line.addAll(0, List.of("env", "--default-signal=INT,TERM"));
    return Children.start(new ProcessBuilder(line).redirectErrorStream(true));
  }

  private static ProcessHandle newcomer(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = NEWCOMER.matcher(line);
      if (matcher.find()) {
        return ProcessHandle.of(Long.parseLong(matcher.group(1))).orElseThrow();
      }
    }
    throw new AssertionError("the demonstration ended before the newcomer started");
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill =
        Children.start(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())));
    assertThat(kill.waitFor()).isZero();
  }

  private static List<Path> in(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.filter(each -> each.getFileName().toString().startsWith("trustnet-")).toList();
    }
  }

  @Test
  void aNewcomerKilledByAStrangerFailsTheStepThatNeedsIt() throws Exception {
    Process demo = demo();
    try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle newcomer = newcomer(lines);
      newcomer.destroyForcibly();

      List<String> rest = lines.lines().toList();

      assertThat(rest.getLast())
          .matches(
              "trustnet: the demonstration failed at step \\d+, [^:]+: the newcomer, process "
                  + newcomer.pid()
                  + ", ended with exit code 137; its last words: .*");
      assertThat(rest).anyMatch(line -> line.startsWith("FAILED  "));
    }
    assertThat(demo.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(1);
    assertThat(in(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void brokenOffItLeavesNoProcessAndNoFolderBehind(String signal) throws Exception {
    Process demo = demo();
    ProcessHandle newcomer;
    try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
      newcomer = newcomer(lines);
      signal(signal, demo);
      lines.lines().forEach(line -> assertThat(line).doesNotContain("FAILED"));
    }
    assertThat(demo.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(130);
    assertThat(newcomer.isAlive()).isFalse();
    assertThat(in(folder)).isEmpty();
  }
}
