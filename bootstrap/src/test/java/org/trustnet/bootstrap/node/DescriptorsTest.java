package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;

class DescriptorsTest {
  private static final Config CONFIG = Config.defaults().with(ConfigKeys.MAX_CONNECTIONS, 1_000L);

  @Test
  void fewerDescriptorsThanTheConnectionsNeedAreWarnedOf() {
    assertThat(Descriptors.shortage(CONFIG, 1_000 + Descriptors.OTHERS)).isEmpty();
    assertThat(Descriptors.shortage(CONFIG, Long.MAX_VALUE)).isEmpty();
    assertThat(Descriptors.shortage(CONFIG, 1_000 + Descriptors.OTHERS - 1))
        .hasValue(
            "warning: this process may open 1511 files and sockets, but"
                + " Swarm.ResourceMgr.MaxConnections = 1000 needs 1512; raise it with: ulimit -n"
                + " 1512, or lower the setting");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 1", "256, 64", "1023, 255", "1024, 256", "1025, 256", "1048576, 256"})
  void halfOpenConnectionsTakeAQuarterOfTheDescriptorsAtMost(long descriptors, int halfOpen) {
    assertThat(
            HostSettings.of(Config.defaults(), 256L << 20, descriptors)
                .limits()
                .connections()
                .halfOpen())
        .isEqualTo(halfOpen);
  }

  @Test
  void theProcessHasSome() {
    assertThat(Descriptors.ofTheProcess()).isGreaterThan(16);
  }
}
