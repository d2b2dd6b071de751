package org.trustnet.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private static final Pattern NAME = Pattern.compile("TRUSTNET_[A-Z_]*[A-Z]");

  @Test
  void aMisspeltVariableIsToldWithTheOneItIsNear() {
    assertThat(
            Variables.unknown(
                Map.of(
                    "TRUSTNET_ROUTING_TIPE", "none",
                    "TRUSTNET_Routing_Type", "none",
                    "TRUSTNET_ROUTING_TYPE", "none",
                    "TRUSTNET_PATH", "/tmp",
                    "HOME", "/tmp")))
        .containsExactly(
            "TRUSTNET_ROUTING_TIPE is not a setting, did you mean TRUSTNET_ROUTING_TYPE?",
            "TRUSTNET_Routing_Type is not a setting, did you mean TRUSTNET_ROUTING_TYPE?");
  }

  @Test
  void aVariableNearToNothingIsToldWithHowTheyAreWritten() {
    assertThat(Variables.unknown(Map.of("TRUSTNET_WHATEVER\u001b[31m", "secret")))
        .singleElement()
        .asString()
        .startsWith("TRUSTNET_WHATEVER")
        .doesNotContain("\u001b", "secret")
        .contains(
            "is not a setting; config show lists the settings: for example Swarm.GroupLoopback");
  }

  @Test
  void everySettingsVariableIsKnown() {
    for (ConfigKey<?> key : ConfigKeys.all()) {
      assertThat(Variables.unknown(Map.of(key.variable(), "x"))).isEmpty();
    }
  }

  @Test
  void everyVariableThatTheScriptsReadIsKnown() throws IOException {
    List<Path> scripts =
        new ArrayList<>(
            List.of(Path.of("../trustnet"), Path.of("../.ci/run"), Path.of("../interop/peers")));
    try (Stream<Path> tools = Files.list(Path.of("../tools"))) {
      tools.filter(Files::isRegularFile).forEach(scripts::add);
    }
    List<String> read = new ArrayList<>();
    for (Path script : scripts) {
      NAME.matcher(Files.readString(script)).results().forEach(found -> read.add(found.group()));
    }

    assertThat(read).contains("TRUSTNET_JAVA_OPTS", "TRUSTNET_CACHE", "TRUSTNET_PEERS");
    assertThat(read).allMatch(Variables::isKnown);
  }
}
