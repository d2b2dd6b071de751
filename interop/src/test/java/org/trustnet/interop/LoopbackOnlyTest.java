package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing needs the internet, and nothing tries to reach it: the programs run in a network
 * namespace that has only loopback, where the kernel counts what finds no way out.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LoopbackOnlyTest {
  private static final long SECONDS = 540;
  private static final int SOMETHING_TRIED = 3;
  private static final String NOTHING = "attempts to leave loopback: IPv4 0, IPv6 0";

  @TempDir Path folder;

  @BeforeAll
  static void needANamespace(@TempDir Path folder) throws Exception {
    Ended ended = alone(folder, List.of("--check"));
    if (ended.exit() != 0) {
      if ("1".equals(System.getenv("TRUSTNET_REQUIRE_PEERS"))) {
        throw new AssertionError(ended.told());
      }
      abort(ended.told().strip());
    }
  }

  @Test
  void theDemonstrationNeedsNothingButLoopbackAndTriesNothingElse() throws Exception {
    Ended demo = alone(folder, TrustnetProgram.builder("demo", "--json").command());

    assertThat(demo.told()).contains("{\"ok\":true").contains(NOTHING);
    assertThat(demo.exit()).isZero();
  }

  @Test
  void nodesOfTheTestProfileDoABitOfEverythingAndStayOnLoopback() throws Exception {
    Path repositories = Files.createDirectory(folder.resolve("repositories"));
    List<String> tour = TrustnetProgram.java(LoopbackTour.class, repositories.toString()).command();

    Ended ended = alone(folder, tour);

    assertThat(ended.told()).contains(NOTHING);
    assertThat(ended.exit()).as(ended.told()).isZero();
  }

  /** Here, because it listens on every address that there is. */
  @Test
  void aNodeWithTheDefaultConfigurationStartsAndIsReachedOverBothFamilies() throws Exception {
    Path repositories = Files.createDirectory(folder.resolve("repositories"));
    List<String> tour =
        TrustnetProgram.java(DefaultNodeTour.class, repositories.toString()).command();

    Ended ended = alone(folder, tour);

    assertThat(ended.exit()).as(ended.told()).isIn(0, SOMETHING_TRIED);
  }

  /** Addresses that documentation is given, RFC 5737 and RFC 3849: what leaves would be seen. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp/192.0.2.1/4001",
        "udp/192.0.2.1/53",
        "tcp/2001:db8::1/4001",
        "udp/2001:db8::1/53"
      })
  void aPlantedAttemptIsCounted(String target) throws Exception {
    String attempt = "{ echo > /dev/" + target + "; } 2>/dev/null; exit 0";

    Ended ended = alone(folder, List.of("bash", "-c", attempt));

    assertThat(ended.told()).contains(target.contains(":") ? "IPv4 0, IPv6 1" : "IPv4 1, IPv6 0");
    assertThat(ended.exit()).isEqualTo(SOMETHING_TRIED);
  }

  @Test
  void aCommandThatFailsIsNotTakenForOneThatStayed() throws Exception {
    Ended ended = alone(folder, List.of("bash", "-c", "exit 7"));

    assertThat(ended.exit()).isEqualTo(7);
  }

  private record Ended(int exit, String told) {}

  private static Ended alone(Path folder, List<String> command) throws Exception {
    List<String> line = new ArrayList<>(List.of(script().toString()));
    line.addAll(command);
    Path told = folder.resolve("told");
    Process process =
        Children.start(
            new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(told.toFile()));
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      Children.end(process);
      throw new AssertionError("not over after " + SECONDS + " s: " + Files.readString(told));
    }
    return new Ended(process.exitValue(), Files.readString(told));
  }

  private static Path script() throws IOException {
    return Arrays.stream(new String[] {"loopback-only", "interop/loopback-only"})
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException("interop/loopback-only is missing"))
        .toAbsolutePath();
  }
}
