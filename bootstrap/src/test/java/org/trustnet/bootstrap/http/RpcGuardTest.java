package org.trustnet.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.config.ApiAuthorization;

class RpcGuardTest {
  private static final String MASTER = "master";
  private final RpcGuard guard =
      new RpcGuard(
          MASTER,
          Map.of(
              "bob", new ApiAuthorization("bearer:some", List.of("/api/v0/swarm", "/api/v0/id")),
              "alice", new ApiAuthorization("basic:alice:pass word", List.of("/api/v0/dht/")),
              "eve", new ApiAuthorization("nothing", List.of())));

  private int status(
      String path, @Nullable String host, @Nullable String origin, @Nullable String token) {
    return status(new RpcGuard.Head(path, host, origin, null, token));
  }

  private int status(RpcGuard.Head head) {
    Optional<RpcGuard.Refusal> refusal = guard.judge(head);
    return refusal.map(RpcGuard.Refusal::status).orElse(200);
  }

  @Test
  void aTokenOpensWhatIsBehindItsPrefixAndNothingBesideIt() {
    String host = "127.0.0.1:5101";
    assertThat(status("/api/v0/id", host, null, "Bearer master")).isEqualTo(200);
    assertThat(status("/api/v0/swarm/peers", host, null, "bearer some")).isEqualTo(200);
    assertThat(status("/api/v0/swarm", host, null, "Bearer some")).isEqualTo(200);
    assertThat(status("/api/v0/id", host, null, "Bearer some")).isEqualTo(200);
    assertThat(status("/api/v0/swarmed", host, null, "Bearer some")).isEqualTo(403);
    assertThat(status("/api/v0", host, null, "Bearer some")).isEqualTo(403);
    assertThat(status("/api/v0/config/set", host, null, "Bearer some")).isEqualTo(403);
  }

  /** {@code alice:pass word} in base64. */
  @Test
  void aNameAndAPasswordOpenWhatIsAllowedToThem() {
    String basic = "Basic YWxpY2U6cGFzcyB3b3Jk";
    assertThat(status("/api/v0/dht/get", "localhost", null, basic)).isEqualTo(200);
    assertThat(status("/api/v0/id", "localhost", null, basic)).isEqualTo(403);
    assertThat(status("/api/v0/dht/get", "localhost", null, basic + "A")).isEqualTo(401);
    assertThat(status("/api/v0/dht/get", "localhost", null, "Bearer YWxpY2U6cGFzcyB3b3Jk"))
        .isEqualTo(401);
    assertThat(guard.tokenName(basic)).isEqualTo("alice");
    assertThat(guard.tokenName("bearer some")).isEqualTo("bob");
    assertThat(guard.tokenName("Bearer master")).isEqualTo("api-token");
  }

  @Test
  void everyKnownCallerMayAskForTheVersionAndNobodyElse() {
    assertThat(status("/api/v0/version", "localhost", null, "Bearer nothing")).isEqualTo(200);
    assertThat(status("/api/v0/id", "localhost", null, "Bearer nothing")).isEqualTo(403);
    assertThat(status("/api/v0/version", "localhost", null, "Bearer else")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer maste", "Basic master", "master"})
  void nothingButTheWholeTokenOpensAnything(String authorization) {
    assertThat(status("/api/v0/id", "localhost", null, authorization)).isEqualTo(401);
    assertThat(status("/api/v0/id", "localhost", null, null)).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void thereIsNoGuardWithAnEmptyToken(String empty) {
    assertThatThrownBy(() -> new RpcGuard(empty, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ApiAuthorization("bearer:" + empty, List.of("/")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.",
        "127.0.0.1.evil.example",
        "localhost:x",
        "[::1]evil:1",
        "[::1",
        "::1",
        "127.1",
        "0.0.0.0",
        "10.0.0.1",
        "localhost:123456",
        "user@localhost"
      })
  void aHostThatIsNotThisMachinesIsRebinding(String host) {
    assertThat(status("/api/v0/id", host, null, "Bearer master")).isEqualTo(403);
    assertThat(status("/api/v0/id", "localhost", "http://" + host, "Bearer master")).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "file://", "data:,", "http://", "%", "chrome-extension://abc"})
  void anOriginThatNamesNoHostIsForeign(String origin) {
    assertThat(status("/api/v0/id", "localhost", origin, "Bearer master")).isEqualTo(403);
    assertThat(status(new RpcGuard.Head("/api/v0/id", "[::1]:5101", null, origin, "Bearer master")))
        .isEqualTo(403);
  }
}
