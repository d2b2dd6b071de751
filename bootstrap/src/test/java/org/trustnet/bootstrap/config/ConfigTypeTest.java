package org.trustnet.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import tools.jackson.databind.json.JsonMapper;

final class ConfigTypeTest {
  private static final Duration MOST = ConfigType.MAX_DURATION;

  /** The ends of the range, one of each unit and what is beside it, and some between. */
  private static List<Duration> durations() {
    List<Duration> all = new ArrayList<>(List.of(Duration.ZERO, MOST, MOST.minusNanos(1)));
    for (String unit : List.of("ns", "us", "µs", "μs", "ms", "s", "m", "h", "d", "w", "y")) {
      Duration one = ConfigType.parseDuration("1" + unit);
      all.addAll(List.of(one, one.minusNanos(1), one.plusNanos(1), MOST.minus(one)));
    }
    new Random(1).longs(200, 0, MOST.toNanos()).mapToObj(Duration::ofNanos).forEach(all::add);
    return all;
  }

  @Test
  void readsEveryDurationThatItWritesAsTheSame() {
    for (Duration duration : durations()) {
      assertThat(ConfigType.parseDuration(ConfigType.formatDuration(duration))).isEqualTo(duration);
    }
  }

  @Test
  void readsEveryDurationBackFromTheFileThatItWasWrittenTo() {
    JsonMapper json = JsonMapper.builder().build();
    for (Duration duration : durations()) {
      String text = ConfigType.formatDuration(duration);
      Config config = Config.defaults().withText(ConfigKeys.FROZEN_GRACE, text);
      String file = json.writeValueAsString(ConfigFile.tree(config, false));
      assertThat(ConfigFile.read(file).config().value(ConfigKeys.FROZEN_GRACE)).isEqualTo(duration);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100y, 100y1ns",
    "36500d, 36501d",
    "36499d24h, 36500d0.000000001s",
    "5214w2d, 5215w",
    "876000h, 876001h",
    "52560000m, 52560001m",
    "99y365d, 99y366d"
  })
  void readsDurationsUpToAHundredYearsAndNoLonger(String longest, String longer) {
    assertThat(ConfigType.parseDuration(longest)).isEqualTo(MOST);
    assertThatThrownBy(() -> ConfigType.parseDuration(longer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + longer + "\" is not a duration of at most 36500d");
  }

  @Test
  void aDurationThatCouldNotBeReadAgainIsNotWritten() {
    assertThatThrownBy(() -> Config.defaults().withText(ConfigKeys.FROZEN_GRACE, "2739727y"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Trust.FrozenGrace")
        .hasMessageContaining("\"2739727y\" is not a duration of at most 36500d");
  }

  @Test
  void aTimeoutOfManyLongPartsIsAMistakeOfTheUser() {
    String text = "999999999y".repeat(300);
    assertThatThrownBy(() -> Request.Terms.of(Optional.of(text), Optional.empty()))
        .isInstanceOfSatisfying(
            OperationException.class,
            refused -> assertThat(refused.kind()).isEqualTo(OperationException.Kind.USAGE))
        .hasMessageStartingWith("--timeout: \"999999999y")
        .hasMessageEndingWith("is not a duration of at most 36500d");
  }

  @Test
  void anOptionLongerThanAHundredYearsIsAMistakeOfTheUser() {
    Map<String, String> options = Map.of("dht-timeout", "300y");
    Request request =
        new Request(
            NameCommands.RESOLVE, List.of(), options, List.<Request.Part>of().iterator(), "");
    assertThatThrownBy(() -> request.duration("dht-timeout"))
        .isInstanceOf(OperationException.class)
        .hasMessage("--dht-timeout: \"300y\" is not a duration of at most 36500d");
  }

  @Test
  void twoDurationsHaveRoomInACountOfNanosecondsAndThreeHaveNot() {
    assertThat(MOST.multipliedBy(2)).isLessThan(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(MOST.multipliedBy(3)).isGreaterThan(Duration.ofNanos(Long.MAX_VALUE));
  }
}
