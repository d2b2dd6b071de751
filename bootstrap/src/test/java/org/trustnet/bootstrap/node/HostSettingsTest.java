package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigFile;
import org.trustnet.libp2p.host.dial.DialConfig;
import org.trustnet.libp2p.host.limits.ResourceLimits;
import org.trustnet.libp2p.host.manage.TrimPolicy;
import org.trustnet.libp2p.node.HostConfig;

class HostSettingsTest {
  private static final long HEAP = 256L << 20;
  private static final long DESCRIPTORS = 1 << 20;

  private static HostConfig settings(String swarm) {
    return HostSettings.of(
        ConfigFile.read("{\"Swarm\": {" + swarm + "}}").config(), HEAP, DESCRIPTORS);
  }

  @Test
  void aDefaultNodeKeepsAThousandConnectionsAndHasRoomForThem() {
    HostConfig settings = HostSettings.of(Config.defaults(), HEAP, DESCRIPTORS);

    assertThat(settings.kept().trim().highWater()).isEqualTo(2_000);
    assertThat(settings.kept().trim().lowWater()).isEqualTo(1_500);
    assertThat(settings.limits().connections().inbound()).isEqualTo(6_144);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "12, 9", "800, 600", "1999, 1500", "2000, 1500", "4000, 1500"})
  void whoSetsOnlyTheHighWaterMarkGetsALowOneThatFits(int high, int low) {
    TrimPolicy trim = settings("\"ConnMgr\": {\"HighWater\": " + high + "}").kept().trim();

    assertThat(trim.highWater()).isEqualTo(high);
    assertThat(trim.lowWater()).isEqualTo(low);
  }

  @Test
  void marksThatContradictEachOtherAreRefusedByName() {
    assertThatThrownBy(() -> settings("\"ConnMgr\": {\"HighWater\": 99, \"LowWater\": 100}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Swarm.ConnMgr.HighWater is below Swarm.ConnMgr.LowWater");
    assertThat(
            settings("\"ConnMgr\": {\"HighWater\": 99, \"LowWater\": 99}").kept().trim().lowWater())
        .isEqualTo(99);
  }

  @Test
  void namesThatTheNetworkTellsOfLeadIntoNoPrivateNetworkUnlessLoopbackTakesPart() {
    assertThat(HostSettings.of(Config.defaults(), HEAP, DESCRIPTORS).dial().heardNames())
        .isEqualTo(DialConfig.HeardNames.PUBLIC);
    assertThat(HostSettings.of(Profile.SERVER.config(), HEAP, DESCRIPTORS).dial().heardNames())
        .isEqualTo(DialConfig.HeardNames.PUBLIC);
    assertThat(HostSettings.of(Profile.TEST.config(), HEAP, DESCRIPTORS).dial().heardNames())
        .isEqualTo(DialConfig.HeardNames.ANYWHERE);
  }

  @Test
  void whatWaitsInMemoryFollowsTheHeap() {
    ResourceLimits small = HostSettings.of(Config.defaults(), HEAP, DESCRIPTORS).limits();
    ResourceLimits large = HostSettings.of(Config.defaults(), 8L << 30, DESCRIPTORS).limits();

    assertThat(small.buffers().total()).isEqualTo(64L << 20);
    assertThat(large.buffers()).isEqualTo(ResourceLimits.defaults().buffers());
  }
}
