package org.trustnet.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is written there, it is a configuration or named problems; it reads back as itself. */
final class ConfigFuzzTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @FuzzTest
  void readsAnyFile(byte[] input) {
    ConfigFile.Reading reading;
    try {
      reading = ConfigFile.read(new String(input, StandardCharsets.UTF_8));
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(each -> assertThat(each).isNotBlank());
      return;
    }
    var tree = ConfigFile.tree(reading.config(), false);
    Config again = ConfigFile.read(JSON.writeValueAsString(tree)).config();
    assertThat(ConfigFile.tree(again, true)).isEqualTo(ConfigFile.tree(reading.config(), true));
  }

  @FuzzTest
  void readsAnyTextAsTheValueOfAnyKey(byte[] input) {
    if (input.length == 0) {
      return;
    }
    var keys = ConfigKeys.all();
    ConfigKey<?> key = keys.get((input[0] & 0xff) % keys.size());
    String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    Config config;
    try {
      config = Config.defaults().withText(key, text);
    } catch (ConfigException e) {
      assertThat(e).hasMessageStartingWith(key.path());
      return;
    }
    var tree = ConfigFile.tree(config, false);
    Config again = ConfigFile.read(JSON.writeValueAsString(tree)).config();
    assertThat(again.value(key)).isEqualTo(config.value(key));
  }
}
