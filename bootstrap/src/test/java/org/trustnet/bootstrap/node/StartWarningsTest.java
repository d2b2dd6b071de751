package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;

/** What a node warns of before anything listens. */
@Timeout(120)
class StartWarningsTest {
  /** RFC 5737: no machine has it, so that the start fails and nothing is exposed by the test. */
  private static final String NOWHERE = "/ip4/192.0.2.1/tcp/5101";

  @TempDir private Path folder;

  @Test
  void anRpcThatOtherMachinesMayReachIsWarnedOfAtTheStart() {
    List<String> told = new CopyOnWriteArrayList<>();
    NewRepository.create(folder.resolve("node"), Profile.TEST, Surroundings.ofTheMachine());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                Node.start(
                    folder.resolve("node"),
                    Map.of("TRUSTNET_ADDRESSES_API", NOWHERE),
                    Surroundings.ofTheMachine(),
                    told::add))
        .withMessageContaining("Addresses.API");
    assertThat(told)
        .first()
        .asString()
        .startsWith("warning: Addresses.API is " + NOWHERE + ", where other machines may reach");
  }

  @Test
  void aVariableThatIsNoSettingIsWarnedOfAtTheStart() throws IOException {
    List<String> told = new CopyOnWriteArrayList<>();
    NewRepository.create(folder.resolve("node"), Profile.TEST, Surroundings.ofTheMachine());

    Node.start(
            folder.resolve("node"),
            Map.of("TRUSTNET_ROUTING_TIPE", "none"),
            Surroundings.ofTheMachine(),
            told::add)
        .close();

    assertThat(told)
        .first()
        .isEqualTo(
            "warning: TRUSTNET_ROUTING_TIPE is not a setting, did you mean TRUSTNET_ROUTING_TYPE?");
  }
}
