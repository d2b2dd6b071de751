package org.trustnet.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.ipns.blocks.BlockStoreConfig;
import org.trustnet.multiformats.Multiaddr;
import tools.jackson.databind.json.JsonMapper;

class ConfigFileTest {
  private static Config read(String text) {
    return ConfigFile.read(text).config();
  }

  @Test
  void givesDefaultsForWhatTheFileDoesNotName() {
    Config config = read("{}");

    assertThat(config.value(ConfigKeys.MIN_PEERS)).isEqualTo(4);
    assertThat(config.value(ConfigKeys.API)).hasToString("/ip4/127.0.0.1/tcp/5101");
    assertThat(config.isWritten(ConfigKeys.API)).isFalse();
  }

  @Test
  void storesBlocksByDefaultAsTheBlockStoreDoes() {
    Config config = Config.defaults();

    assertThat(
            new BlockStoreConfig(
                config.value(ConfigKeys.STORAGE_MAX), config.value(ConfigKeys.STORAGE_RESERVE)))
        .isEqualTo(BlockStoreConfig.defaults());
  }

  @Test
  void readsDurationsAsGoWritesThem() {
    assertThat(ConfigType.parseDuration("1.5s")).isEqualTo(Duration.ofMillis(1_500));
    assertThat(ConfigType.parseDuration("1h0m0.25s"))
        .isEqualTo(Duration.ofHours(1).plusMillis(250));
    assertThat(ConfigType.parseDuration("30us5ns")).isEqualTo(Duration.ofNanos(30_005));
    for (String none : new String[] {"", "1", "s", "1.s", ".5s", "-1s", "1s ", "1e3s"}) {
      assertThatThrownBy(() -> ConfigType.parseDuration(none))
          .as(none)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPeriodOfRepublishingIsFromAMinuteToADay() {
    assertThat(read("{\"Ipns\": {\"RepublishPeriod\": \"1m\"}}").value(ConfigKeys.REPUBLISH_PERIOD))
        .isEqualTo(Duration.ofMinutes(1));
    for (String wrong : new String[] {"59s", "24h1ms"}) {
      assertThatThrownBy(() -> read("{\"Ipns\": {\"RepublishPeriod\": \"" + wrong + "\"}}"))
          .hasMessageContaining("Ipns.RepublishPeriod: it must be a duration from 1m to 1d");
    }
  }

  @Test
  void readsEveryTypeOfValue() {
    Config config =
        read(
            """
            {"Addresses": {"Swarm": ["/ip4/127.0.0.1/tcp/0"]},
             "Routing": {"Type": "dhtserver"},
             "Swarm": {"ConnMgr": {"HighWater": 12, "GracePeriod": "1m30s"}},
             "Datastore": {"StorageMax": "2GiB"},
             "DNS": {"Resolvers": {"example.": "127.0.0.1:5353"}},
             "Trust": {"AllowPrivateRemotes": true}}
            """);

    assertThat(config.value(ConfigKeys.SWARM))
        .containsExactly(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"));
    assertThat(config.value(ConfigKeys.ROUTING_TYPE)).isEqualTo("dhtserver");
    assertThat(config.value(ConfigKeys.HIGH_WATER)).isEqualTo(12);
    assertThat(config.value(ConfigKeys.GRACE_PERIOD)).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.value(ConfigKeys.STORAGE_MAX)).isEqualTo(2L << 30);
    assertThat(config.value(ConfigKeys.DNS_RESOLVERS))
        .isEqualTo(Map.of("example.", "127.0.0.1:5353"));
    assertThat(config.value(ConfigKeys.ALLOW_PRIVATE_REMOTES)).isTrue();
  }

  @Test
  void namesEveryFaultWithItsLine() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {
                      "Adresses": {},
                      "Routing": {"Type": "dht"},
                      "Addresses": {
                        "Swarm": ["/ip4/127.0.0.1/tcp/x"],
                        "api": "/ip4/127.0.0.1/tcp/1"
                      },
                      "Swarm": {"ConnMgr": {"HighWater": "many"}}
                    }
                    """))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactly(
                        p ->
                            assertThat(p)
                                .isEqualTo(
                                    "line 2: Adresses is not a setting, did you mean Addresses?"),
                        p -> assertThat(p).startsWith("line 3: Routing.Type: it must be one of"),
                        p -> assertThat(p).startsWith("line 5: Addresses.Swarm: not a multiaddr"),
                        p ->
                            assertThat(p)
                                .contains("line 6")
                                .contains("it is written Addresses.API"),
                        p ->
                            assertThat(p)
                                .startsWith("line 8: Swarm.ConnMgr.HighWater: it must be")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/127.0.0.1/udp/0/quic-v1",
        "/ip4/127.0.0.1/tcp/0/ws",
        "/dns4/localhost/tcp/4001",
        "/ip4/127.0.0.1",
        "/unix/socket"
      })
  void namesAnAddressThatPeersCannotBeListenedForAt(String address) {
    assertThatThrownBy(() -> read("{\"Addresses\": {\"Swarm\": [\"" + address + "\"]}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 1: Addresses.Swarm: " + address + " is nothing to listen on");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "'[]', 1",
    "'{', 1",
    "'{\"Trust\": {}, \"Trust\": {}}', 1",
    "'{} {}', 1",
    "'{\n\"Trust\": nope}', 2",
  })
  void refusesWhatIsNotOneJsonObject(String text, int line) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line " + line);
  }

  @Test
  void refusesDeeperNestingThanTheLimit() {
    String deep =
        "{\"a\":".repeat(ConfigFile.MAX_DEPTH + 1) + "1" + "}".repeat(ConfigFile.MAX_DEPTH + 1);

    assertThatThrownBy(() -> read(deep)).isInstanceOf(ConfigException.class);
  }

  @Test
  void setsBootstrapAndPeeringOfAKuboFileAside() {
    assertThat(ConfigFile.read("{\"Bootstrap\": [\"x\"], \"Peering\": {\"Peers\": []}}").ignored())
        .containsExactly(
            new KuboSection("Bootstrap", "[\"x\"]"), new KuboSection("Peering", "{\"Peers\": []}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[ \"/a\" ,\n\t\"\\u00fc ü 😀\" ]",
        "\"auto\"",
        "1e400",
        "-0.50",
        "123456789012345678901234567890",
        "true",
        "{\"Peers\":[{\"ID\":\"x\",\"Addrs\":null}], \"Else\": {}}"
      })
  void writesASectionOfKubosBackAsItIs(String json) {
    String text = "{ \"Peering\" : " + json + " , \"Bitswap\": {\"Serve\": \"all\"}}";
    Config changed = read(text).with(ConfigKeys.MIN_PEERS, 2L);

    assertThat(JsonMapper.shared().writeValueAsString(ConfigFile.tree(changed, false)))
        .contains("\"Peering\":" + json);
    assertThat(changed.withEnvironment(Map.of()).kept())
        .containsExactly(new KuboSection("Peering", json));
  }

  @Test
  void writesWhatItReadsBack() {
    Config config =
        Config.defaults()
            .with(ConfigKeys.MIN_PEERS, 2L)
            .with(ConfigKeys.TRUST_DEFAULT, List.of("offer-relay"))
            .with(ConfigKeys.FROZEN_GRACE, Duration.ofHours(36));
    String text = JsonMapper.shared().writeValueAsString(ConfigFile.tree(config, false));

    assertThat(text)
        .isEqualTo(
            "{\"Trust\":{\"Default\":[\"offer-relay\"],\"Bootstrap\":{\"MinPeers\":2},"
                + "\"FrozenGrace\":\"1d12h\"}}");
    assertThat(ConfigFile.tree(read(text), false)).isEqualTo(ConfigFile.tree(config, false));
  }

  @Test
  void everyDefaultIsWrittenInAFormThatReadsBack() {
    String text = JsonMapper.shared().writeValueAsString(ConfigFile.tree(Config.defaults(), true));

    assertThat(ConfigFile.tree(read(text), true))
        .isEqualTo(ConfigFile.tree(Config.defaults(), true));
  }

  @Test
  void letsTheEnvironmentOverrideWithoutBeingWritten() {
    Config config = read("{\"Trust\": {\"Bootstrap\": {\"MinPeers\": 3}}}");
    Config over = config.withEnvironment(Map.of("TRUSTNET_TRUST_BOOTSTRAP_MINPEERS", "7"));

    assertThat(over.value(ConfigKeys.MIN_PEERS)).isEqualTo(7);
    assertThat(ConfigFile.tree(over, false)).isEqualTo(ConfigFile.tree(config, false));
    assertThatThrownBy(
            () -> config.withEnvironment(Map.of("TRUSTNET_TRUST_BOOTSTRAP_MINPEERS", "lots")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("TRUSTNET_TRUST_BOOTSTRAP_MINPEERS");
  }

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "90s, 90000",
    "1m30s, 90000",
    "2d, 172800000",
    "1w, 604800000",
    "1y, 31536000000",
    "1y2w3d, 33004800000",
    "250ms, 250",
    "1h1s, 3601000"
  })
  void readsDurations(String text, long millis) {
    assertThat(ConfigType.parseDuration(text)).hasMillis(millis);
  }

  @ParameterizedTest
  @CsvSource({"''", "x", "1", "1 h", "-1s", "1s1", "99999999999s"})
  void refusesWhatIsNotADuration(String text) {
    assertThatThrownBy(() -> ConfigType.parseDuration(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bootstrap", "no-such-function"})
  void aFunctionThatNobodyMayHaveByDefaultIsAFaultOfItsLine(String function) {
    assertThatThrownBy(() -> read("{\n\"Trust\": {\n\"Default\": [\"" + function + "\"]}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("line 3: Trust.Default: it must be one of ")
        .message()
        .doesNotContain(function);
  }
}
