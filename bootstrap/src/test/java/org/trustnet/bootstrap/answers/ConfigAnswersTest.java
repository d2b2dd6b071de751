package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.bootstrap.commands.ConfigCommands;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.operation.Reply;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.bootstrap.repo.Configured;
import org.trustnet.bootstrap.repo.Repository;

class ConfigAnswersTest {
  @TempDir Path parent;
  private Repository repository;
  private final Operations operations = new Operations();

  @BeforeEach
  void open() {
    Path folder = parent.resolve("repository");
    Configured.make(folder, Config.defaults());
    repository = Repository.open(folder, "test");
    new ConfigAnswers(repository, Map.of()).addTo(operations);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Map<?, ?> call(OperationSpec spec, String... arguments) throws InterruptedException {
    return call(operations, spec, arguments);
  }

  private static Map<?, ?> call(Operations operations, OperationSpec spec, String... arguments)
      throws InterruptedException {
    Request request =
        new Request(spec, List.of(arguments), Map.of(), Collections.emptyIterator(), "test");
    Reply reply = operations.at(spec.path()).orElseThrow().handler().run(request);
    return (Map<?, ?>) ((Reply.Document) reply).json();
  }

  @Test
  void whatIsSetIsThereAfterwards() throws InterruptedException {
    assertThat(call(ConfigCommands.SET, "Datastore.StorageMax", "1000000").toString())
        .isEqualTo("{Key=Datastore.StorageMax, Value=1MB}");

    assertThat(call(ConfigCommands.GET, "Datastore.StorageMax").get("Value").toString())
        .isEqualTo("1MB");
    assertThat(call(ConfigCommands.SHOW).toString()).contains("StorageMax=1MB");
    assertThat((List<?>) call(ConfigCommands.CHECK).get("Strings"))
        .singleElement()
        .asString()
        .startsWith("not written, so at their defaults, which config show has: Identity.PeerID, ")
        .contains(", Bitswap.Serve,")
        .doesNotContain("Datastore.StorageMax");
  }

  private Object set(String key, String value, Map<String, String> options)
      throws InterruptedException {
    Request request =
        new Request(
            ConfigCommands.SET, List.of(key, value), options, Collections.emptyIterator(), "test");
    Reply reply = operations.at("config/set").orElseThrow().handler().run(request);
    return ((Map<?, ?>) ((Reply.Document) reply).json()).get("Value");
  }

  @Test
  void listsAndObjectsAreSetAsJsonOrWithCommas() throws InterruptedException {
    List<String> both = List.of("/ip4/127.0.0.1/tcp/1", "/ip6/::1/tcp/2");
    String json = "[\"/ip4/127.0.0.1/tcp/1\", \"/ip6/::1/tcp/2\"]";
    Map<String, String> flag = Map.of("json", "true");

    assertThat(set("Addresses.Swarm", json, Map.of())).isEqualTo(both);
    assertThat(set("Addresses.Swarm", "[]", Map.of())).isEqualTo(List.of());
    assertThat(set("Addresses.Swarm", json, flag)).isEqualTo(both);
    assertThat(set("Addresses.Swarm", "/ip4/127.0.0.1/tcp/1,/ip6/::1/tcp/2", Map.of()))
        .isEqualTo(both);
    assertThat(set("DNS.Resolvers", "{\"a.\": \"127.0.0.1:53\"}", Map.of()))
        .isEqualTo(Map.of("a.", "127.0.0.1:53"));
    assertThat(set("Routing.Type", "\"none\"", flag)).isEqualTo("none");
    assertThat(set("Swarm.ConnMgr.HighWater", "12", flag)).isEqualTo(12L);
  }

  @Test
  void jsonThatIsNoneOrOfAnotherTypeIsRefusedByTheNameOfTheSetting() {
    Map<String, String> flag = Map.of("json", "true");
    assertThatThrownBy(() -> set("Addresses.Swarm", "[\"/ip4/127.0.0.1/tcp/1\"", Map.of()))
        .hasMessageStartingWith("Addresses.Swarm: not JSON: ");
    assertThatThrownBy(() -> set("Addresses.Swarm", "[] []", flag))
        .hasMessage("Addresses.Swarm: something follows the JSON value");
    assertThatThrownBy(() -> set("Addresses.Swarm", "\"/ip4/127.0.0.1/tcp/1\"", flag))
        .hasMessage("Addresses.Swarm: it must be a list");
    assertThatThrownBy(() -> set("Routing.Type", "", flag))
        .hasMessage("Routing.Type: it is empty, not JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dns4/foo/tcp/1",
        "/ip4/127.0.0.1/udp/5101",
        "/ip4/127.0.0.1",
        "/ip4/127.0.0.1/tcp/1/ws"
      })
  void anAddressThatTheRpcCannotListenOnIsRefused(String address) {
    assertThatThrownBy(() -> set("Addresses.API", address, Map.of()))
        .hasMessage(
            "Addresses.API: "
                + address
                + " is nothing to listen on: write it as /ip4/127.0.0.1/tcp/5101 or /unix/PATH");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/0.0.0.0/tcp/5101",
        "/ip6/::/tcp/5101",
        "/ip4/8.8.8.8/tcp/5101",
        "/ip4/10.0.0.1/tcp/1"
      })
  void anRpcThatOthersMayReachIsWarnedOf(String address) throws InterruptedException {
    assertThat(set("Addresses.API", address, Map.of())).isEqualTo(address);

    assertThat(call(ConfigCommands.CHECK).get("Strings").toString())
        .contains("warning: Addresses.API is " + address + ", where other machines may reach")
        .contains("trustnet config set Addresses.API /ip4/127.0.0.1/tcp/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ip4/127.0.0.9/tcp/5101", "/ip6/::1/tcp/5101", "/unix/tmp/socket"})
  void anRpcThatStaysOnThisMachineIsNoReasonForAWarning(String address)
      throws InterruptedException {
    set("Addresses.API", address, Map.of());

    assertThat(call(ConfigCommands.CHECK).get("Strings").toString()).doesNotContain("warning");
  }

  @Test
  void saysOnceWhatWouldBeRight() {
    assertThatThrownBy(() -> call(ConfigCommands.SET, "Swarm.ConnMgr.HighWater", "many"))
        .hasMessage("Swarm.ConnMgr.HighWater: it must be a whole number from 1 to 1000000");
    assertThatThrownBy(() -> call(ConfigCommands.SET, "Bitswap.Serve", "some"))
        .hasMessage("Bitswap.Serve: it must be one of published, all, none");
    assertThatThrownBy(() -> call(ConfigCommands.SET, "Trust.FrozenGrace", "soon"))
        .hasMessage(
            "Trust.FrozenGrace: \"soon\" is not a duration such as 90s, 1h30m, 7d, 2w or 1y");
  }

  @Test
  void settingAValueLeavesBootstrapAndPeeringOfKuboAsTheyAre() throws Exception {
    Path file = parent.resolve("repository").resolve("config");
    String bootstrap = "\"Bootstrap\" : [ \"auto\",\n \"/dnsaddr/a.example/p2p/12D3\" ]";
    String peering = "\"Peering\" : {\"Peers\":[{\"ID\":\"x\",\"Addrs\":null}], \"N\": 1.50}";
    Files.writeString(file, "{" + bootstrap + ", " + peering + "}");

    call(ConfigCommands.SET, "Trust.FrozenGrace", "3d");
    call(ConfigCommands.SET, "Bitswap.Serve", "all");

    assertThat(Files.readString(file)).contains(bootstrap, peering, "\"3d\"", "\"all\"");
    assertThat(call(ConfigCommands.CHECK).get("Strings").toString())
        .contains("Bootstrap of the configuration is not used")
        .contains("Peering of the configuration is not used");
  }

  @Test
  void aConfigurationThatWouldBeTooLongToReadIsNotWritten() throws Exception {
    Path file = parent.resolve("repository").resolve("config");
    String text = "{\"Bootstrap\":[\"" + "x".repeat((1 << 20) - 20) + "\"]}";
    Files.writeString(file, text);

    assertThatThrownBy(() -> call(ConfigCommands.SET, "Trust.FrozenGrace", "3d"))
        .hasMessageContaining("at most 1048576");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void aRunningNodeSaysWhenItTakesWhatIsWritten() throws InterruptedException {
    Operations ofNode = new Operations();
    ConfigAnswers.ofNode(repository, Map.of()).addTo(ofNode);
    List<String> arguments = List.of("Bitswap.Serve", "all");
    Request request =
        new Request(ConfigCommands.SET, arguments, Map.of(), Collections.emptyIterator(), "test");
    Reply reply = ofNode.at("config/set").orElseThrow().handler().run(request);

    assertThat(((Reply.Document) reply).json())
        .hasToString("{Key=Bitswap.Serve, Value=all, Applies=at the next start of the node}");
    assertThat(call(ConfigCommands.SET, "Bitswap.Serve", "none").keySet().toString())
        .isEqualTo("[Key, Value]");
  }

  @Test
  void aRunningNodeSaysThatTheVariablesAreItsOwn() throws InterruptedException {
    Operations ofNode = new Operations();
    ConfigAnswers.ofNode(repository, Map.of("TRUSTNET_SWARM_CONNMGR_HIGHWATER", "77"))
        .addTo(ofNode);
    assertThat(call(ofNode, ConfigCommands.CHECK).toString())
        .contains(
            "TRUSTNET_SWARM_CONNMGR_HIGHWATER of the running node overrides"
                + " Swarm.ConnMgr.HighWater");

    Operations faulty = new Operations();
    ConfigAnswers.ofNode(repository, Map.of("TRUSTNET_ROUTING_TIPE", "none")).addTo(faulty);
    assertThatThrownBy(() -> call(faulty, ConfigCommands.CHECK))
        .hasMessage("the environment of the running node has 1 fault");
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
                        "line 2: Adresses is not a setting, did you mean Addresses?",
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

  @Test
  void checkFindsAVariableThatIsNoSettingOrHasNoValueOfOne() {
    for (String variable : List.of("TRUSTNET_ROUTING_TIPE", "TRUSTNET_SWARM_CONNMGR_HIGHWATER")) {
      Operations operations = new Operations();
      new ConfigAnswers(repository, Map.of(variable, "none")).addTo(operations);

      assertThatThrownBy(() -> call(operations, ConfigCommands.CHECK))
          .isInstanceOfSatisfying(
              OperationException.class,
              fault -> {
                assertThat(fault).hasMessage("the environment has 1 fault");
                assertThat(fault.details()).singleElement().asString().startsWith(variable);
              });
    }
  }

  @Test
  void aVariableThatOverridesASettingIsToldWithWhatTheFileSays() throws InterruptedException {
    Operations overridden = new Operations();
    new ConfigAnswers(repository, Map.of("TRUSTNET_SWARM_CONNMGR_HIGHWATER", "77"))
        .addTo(overridden);
    Map<String, Object> override =
        Map.of(
            "Key",
            "Swarm.ConnMgr.HighWater",
            "Variable",
            "TRUSTNET_SWARM_CONNMGR_HIGHWATER",
            "Value",
            77L,
            "File",
            88L);

    assertThat(call(overridden, ConfigCommands.SET, "Swarm.ConnMgr.HighWater", "88").toString())
        .isEqualTo(
            "{Key=Swarm.ConnMgr.HighWater, Value=88, Applies=when"
                + " TRUSTNET_SWARM_CONNMGR_HIGHWATER, which overrides it, is not set}");
    for (String asked : List.of("Swarm.ConnMgr.HighWater", "Swarm.ConnMgr")) {
      assertThat(call(overridden, ConfigCommands.GET, asked).get("Overrides"))
          .as(asked)
          .isEqualTo(List.of(override));
    }
    assertThat(call(overridden, ConfigCommands.GET, "Swarm.ConnMgr.HighWater").get("Value"))
        .isEqualTo(77L);
    assertThat(call(overridden, ConfigCommands.SHOW).toString()).contains("HighWater=77");
    assertThat(call(overridden, ConfigCommands.CHECK).toString())
        .contains("TRUSTNET_SWARM_CONNMGR_HIGHWATER overrides Swarm.ConnMgr.HighWater");
    assertThat(call(ConfigCommands.GET, "Swarm.ConnMgr.HighWater").toString())
        .as("without the variable")
        .isEqualTo("{Key=Swarm.ConnMgr.HighWater, Value=88}");
  }

  private Object setTogether(CyclicBarrier start, String key, String value) throws Exception {
    start.await();
    return set(key, value, Map.of());
  }

  @Test
  @Timeout(60)
  void whatTwoSetAtOnceIsBothThereAfterwards() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 1; round <= 20; round++) {
        String value = Integer.toString(round);
        Future<Object> one =
            threads.submit(() -> setTogether(start, "Swarm.ConnMgr.LowWater", value));
        Future<Object> other =
            threads.submit(() -> setTogether(start, "Swarm.ConnMgr.HighWater", value));
        assertThat(List.of(one.get(), other.get())).hasToString("[%s, %s]", value, value);

        assertThat(call(ConfigCommands.GET, "Swarm.ConnMgr").toString())
            .contains("LowWater=" + value + ",", "HighWater=" + value + ",");
      }
    }
  }
}
