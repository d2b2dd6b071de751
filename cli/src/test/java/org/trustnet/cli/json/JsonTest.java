package org.trustnet.cli.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void writesWhatItRead() {
    String text = "{\"a\":[1,2.5,true,null,\"x\\n\"],\"b\":{}}";
    assertThat(Json.compact(Json.parse(text))).isEqualTo(text);
    assertThat(Json.indented(Json.parse("{\"a\":[1],\"b\":{}}")))
        .isEqualTo("{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1", "nonsense", "{\"a\":}", "\u0000", "{} {}", "1 2", "{}]", "[] x"})
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonFault.class);
  }

  @Test
  void saysWhatIsWrongWithoutTheNamesOfTheParsersSwitches() {
    assertThatThrownBy(() -> Json.parse("{\"a\": 'b'}"))
        .isInstanceOf(JsonFault.class)
        .hasMessageNotContainingAny("JsonReadFeature", "JsonParser", "enable", "Source");
    assertThatThrownBy(() -> Json.parse("{\"a\": "))
        .hasMessage("it ends in the middle: a closing brace, bracket or quote is missing");
    assertThatThrownBy(
            () -> Json.reader(new ByteArrayInputStream("{\"a\": 'b'}".getBytes(UTF_8))).next())
        .hasMessageNotContainingAny("JsonReadFeature", "JsonParser", "enable", "Source");
  }

  @Test
  void spaceAroundTheDocumentIsNothingMore() {
    assertThat(Json.compact(Json.parse(" {} \n"))).isEqualTo("{}");
  }

  @Test
  void nestingHasALimit() {
    int most = Json.MAX_DEPTH;
    assertThat(Json.parse("[".repeat(most) + "]".repeat(most))).isNotNull();
    assertThatThrownBy(() -> Json.parse("[".repeat(most + 1) + "]".repeat(most + 1)))
        .isInstanceOf(JsonFault.class);
  }
}
