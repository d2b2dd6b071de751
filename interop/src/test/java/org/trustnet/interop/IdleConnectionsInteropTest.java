package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.trustnet.interop.PeerProgram.Stack;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.node.HostConfig;
import org.trustnet.libp2p.node.TestHosts;
import tools.jackson.databind.JsonNode;

/**
 * Connections that do nothing, opened by rust-libp2p from many addresses of loopback, each with an
 * identity of its own: all stay, all are answered afterwards, and they cost little memory.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Meeting.PORTS, mode = ResourceAccessMode.READ_WRITE)
class IdleConnectionsInteropTest {
  private static final long MAX_RESIDENT_KIB = 450 * 1024;
  private static final Duration OPENING = Duration.ofSeconds(90);
  private static final HostConfig DEFAULT_LIMITS =
      TestHosts.config().withLimits(ResourceLimits.defaults());

  private static PeerProgram idle(String target, int ofEach, Duration hold) {
    return PeerProgram.run(
        Stack.RUST,
        List.of(
            "idle",
            "--target",
            target,
            "--noise",
            String.valueOf(ofEach),
            "--tls",
            String.valueOf(ofEach),
            "--hold-seconds",
            String.valueOf(hold.toSeconds()),
            "--max-seconds",
            "220"));
  }

  private static void allWereAnswered(PeerProgram rust, int count, Duration patience) {
    JsonNode answered = rust.lateEvent("answered", patience);
    assertThat(answered.get("count").asInt()).as("%s", answered).isEqualTo(count);
    assertThat(answered.get("lost").asInt()).isZero();
    assertThat(answered.get("closer_min").asInt()).isPositive();
    JsonNode fresh = rust.lateEvent("fresh", Duration.ofSeconds(40));
    assertThat(fresh.get("ok").asBoolean()).as("%s", fresh).isTrue();
    assertThat(rust.exitCode(Duration.ofSeconds(20))).isZero();
  }

  @Test
  void eightyIdleConnectionsStayAndAreAnswered() {
    try (OurNode node = OurNode.start(DEFAULT_LIMITS);
        PeerProgram rust = idle(node.address(), 40, Duration.ofSeconds(5))) {
      JsonNode up = rust.lateEvent("up", OPENING);

      assertThat(up.get("count").asInt()).as("%s", up).isEqualTo(80);
      assertThat(node.host().connections()).hasSize(80);
      allWereAnswered(rust, 80, Duration.ofSeconds(40));
    }
  }

  @Test
  void nothingIsAnsweredByAStoppedNode() {
    OurNode node = OurNode.start(DEFAULT_LIMITS);
    node.close();
    try (PeerProgram rust = idle(node.address(), 2, Duration.ofSeconds(1))) {
      assertThat(rust.lateEvent("up", OPENING).get("count").asInt()).isZero();
      assertThat(rust.exitCode(OPENING)).isNotZero();
    }
  }

  /** Our program as users run it: the launcher's virtual machine, and the default limits. */
  @Test
  void aThousandIdleConnectionsFitIntoLittleMemory(@TempDir Path folder) throws Exception {
    OurProgram program = new OurProgram(folder.resolve("node"));
    program.run("config", "set", "Swarm.GroupLoopback", "on");
    try (OurProgram node = program.start("-Xmx256m", "-XX:+UseCompactObjectHeaders");
        PeerProgram rust = idle(node.address(), 500, Duration.ofSeconds(60))) {
      JsonNode up = rust.lateEvent("up", OPENING);
      assertThat(up.get("count").asInt()).as("%s", up).isEqualTo(1_000);
      assertThat(residentKib(node.pid())).isLessThan(MAX_RESIDENT_KIB);
      allWereAnswered(rust, 1_000, Duration.ofSeconds(100));
      assertThat(residentKib(node.pid())).isLessThan(MAX_RESIDENT_KIB);
    }
  }

  /** The most that a process had in memory so far, in KiB. */
  private static long residentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
